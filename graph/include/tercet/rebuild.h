#ifndef TERCET_REBUILD_H_
#define TERCET_REBUILD_H_

// A new generation of a graph, made beside the old one and put in its place.
//
//   absl::StatusOr<std::unique_ptr<Rebuild>> rebuild =
//       Rebuild::Begin("news.db");
//   ...                                   // fill (*rebuild)->graph(), reading
//                                         // (*rebuild)->old() as need be
//   absl::Status status = (*rebuild)->Finish();
//
// Until Finish, readers read the old graph, and those that have it open go on
// after it; nobody can write to it.  A crash leaves the old graph or the new
// one.  A rebuild that was not finished is taken up by the next Begin with the
// documents it has.  The old graph is kept at "news.db.old".
//
// What was not read from the text of documents is in the new graph after
// CarryOver: imports, properties of relations, merges and names given by hand.
//
// Thread safety: one thread at a time; the graphs as graph.h says.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/graph.h"

namespace tercet {

// A rebuild under way; see the head of this file.
class Rebuild {
 public:
  // Errors as Graph::Open for writing.  With `anew` what an unfinished rebuild
  // has done is dropped.
  static absl::StatusOr<std::unique_ptr<Rebuild>> Begin(const std::string& path,
                                                        bool anew = false);
  // Without Finish: keeps what was done for the next Begin.
  ~Rebuild();
  Rebuild(const Rebuild&) = delete;
  Rebuild& operator=(const Rebuild&) = delete;

  // The graph that is there, for reading.
  const Graph& old() const;
  // The one that is to take its place, for writing.
  Graph& graph();

  // The ids of a graph's documents that were imported, ascending: what they
  // state was not read from a text, and cannot be read again.
  static absl::StatusOr<std::vector<std::string>> Imported(const Graph& graph);

  // What CarryOver did, in numbers.
  struct CarriedOver {
    int64_t imports = 0;    // documents that were imported
    int64_t relations = 0;  // whose properties were taken
    int64_t merges = 0;     // by hand, made again
    int64_t names = 0;      // given by hand, given again
    int64_t lost = 0;       // merges and names of what is no longer there
  };
  // Gives the new graph what the old one has not from texts: imports, unless
  // it has a document of the same id; properties of relations that have none
  // there; and what was merged or named by hand.  Call it when the documents
  // are there; calling it again changes nothing.  What is merged or named by
  // hand and is no entity of the new graph is lost.
  absl::StatusOr<CarriedOver> CarryOver();

  // Compacts the new graph, so that all of it is on the disk, and puts it in
  // the place of the old one.  No view of either may be alive; neither graph
  // may be used after it.
  absl::Status Finish();

 private:
  struct State;
  // Whether it was carried: false where the new graph has one of that id.
  absl::StatusOr<bool> CarryDocument(const std::string& id);
  explicit Rebuild(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tercet

#endif  // TERCET_REBUILD_H_
