#include "ingest/calibration.h"

#include <iterator>

namespace tercet::text {
namespace {

struct Knot {
  double points;
  double right;
};

constexpr Knot kKnots[] = {{0.00, 0.40}, {0.30, 0.55}, {0.45, 0.70},
                           {0.55, 0.80}, {0.65, 0.86}, {0.72, 0.88},
                           {0.75, 0.93}, {1.00, 0.97}};

}  // namespace

double Calibrated(double points) {
  if (!(points > kKnots[0].points)) return kKnots[0].right;
  for (const Knot* knot = kKnots + 1; knot != std::end(kKnots); ++knot) {
    if (points > knot->points) continue;
    const Knot& before = knot[-1];
    const double part =
        (points - before.points) / (knot->points - before.points);
    return before.right + part * (knot->right - before.right);
  }
  return std::end(kKnots)[-1].right;
}

}  // namespace tercet::text
