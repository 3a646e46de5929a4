#include "storage/folding.h"

namespace tercet::storage {

Folding::~Folding() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Folding::Ask() {
  asked_ = true;
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  changed_.notify_all();
}

void Folding::Wake() {
  const std::lock_guard<std::mutex> lock(mutex_);
  // After an error it is tried again where there is no other way.
  if (status_.ok()) Ask();
}

absl::Status Folding::WaitForRoom() {
  if (most() < kFarBehind) return absl::OkStatus();
  std::unique_lock<std::mutex> lock(mutex_);
  status_ = absl::OkStatus();
  Ask();
  changed_.wait(lock,
                [this] { return most() < kFarBehind || (!busy_ && !asked_); });
  return most() < kFarBehind ? absl::OkStatus() : status_;
}

bool Folding::Cancelled(uint64_t triples) {
  const std::lock_guard<std::mutex> lock(mutex_);
  return pauses_ > 0 || (ending_ && triples > kShortFold);
}

absl::Status Folding::FoldDue() {
  const auto cancelled = [this](uint64_t triples) {
    return Cancelled(triples);
  };
  auto status = hashes_.FoldDue(cancelled);
  if (!status.ok()) return status;
  // Hashes do not wait for triples, whose folds take longer.
  return triples_.FoldDue([&](uint64_t triples) {
    return Cancelled(triples) || !hashes_.FoldDue(cancelled).ok();
  });
}

void Folding::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return ending_ || (asked_ && pauses_ == 0); });
    if (ending_) return;
    asked_ = false;
    busy_ = true;
    lock.unlock();
    absl::Status status = FoldDue();
    lock.lock();
    busy_ = false;
    if (!absl::IsCancelled(status)) status_ = std::move(status);
    changed_.notify_all();
  }
}

Folding::Pause::Pause(Folding& folding) : folding_(folding) {
  std::unique_lock<std::mutex> lock(folding_.mutex_);
  ++folding_.pauses_;
  folding_.changed_.wait(lock, [&] { return !folding_.busy_; });
}

Folding::Pause::~Pause() {
  {
    const std::lock_guard<std::mutex> lock(folding_.mutex_);
    --folding_.pauses_;
  }
  folding_.changed_.notify_all();
}

}  // namespace tercet::storage
