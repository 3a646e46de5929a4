#ifndef TERCET_INGEST_TRAIN_TWO_THREADS_H_
#define TERCET_INGEST_TRAIN_TWO_THREADS_H_

// Does independent pieces of training two at a time.  Each is a function of
// its number alone, so the threads do not show in the result.
//
//   OnTwoThreads(members, [&](int i) { weights[i] = TrainMember(i); });

#include <thread>

namespace tercet::text {

template <typename Work>
void OnTwoThreads(int count, const Work& work) {
  const auto every_second = [&](int first) {
    for (int i = first; i < count; i += 2) work(i);
  };
  std::thread odd([&] { every_second(1); });
  every_second(0);
  odd.join();
}

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TWO_THREADS_H_
