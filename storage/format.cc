#include "storage/format.h"
