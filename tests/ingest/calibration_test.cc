#include "ingest/calibration.h"

#include <gtest/gtest.h>

#include <limits>

namespace tercet::text {
namespace {

TEST(CalibrationTest, MorePointsAreNeverLessSure) {
  double before = 0;
  for (int i = -50; i <= 200; ++i) {
    const double now = Calibrated(i / 100.0);
    EXPECT_GE(now, before) << i;
    EXPECT_GE(now, 0);
    EXPECT_LE(now, 1);
    before = now;
  }
}

TEST(CalibrationTest, KnotsAndBetween) {
  EXPECT_DOUBLE_EQ(Calibrated(0.55), 0.80);
  EXPECT_DOUBLE_EQ(Calibrated(0.75), 0.93);
  EXPECT_NEAR(Calibrated(0.60), 0.83, 1e-12);
  EXPECT_DOUBLE_EQ(Calibrated(7), 0.97);
}

TEST(CalibrationTest, NoNumberIsLeastSure) {
  EXPECT_DOUBLE_EQ(Calibrated(std::numeric_limits<double>::quiet_NaN()), 0.40);
}

}  // namespace
}  // namespace tercet::text
