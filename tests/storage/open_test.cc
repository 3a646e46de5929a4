// What Store::Open says of the folders it is shown.

#include <sys/wait.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "storage/store.h"
#include "tests/child.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

namespace fs = std::filesystem;

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// A store with enough in it to have a table file of each kind.
void FillStore(const std::string& path) {
  const auto store = OpenOrDie(path);
  auto batch = BatchOrDie(*store);
  const TermId p = *batch->Intern(2, "follows");
  TermId last = *batch->Intern(1, "0");
  for (int i = 1; i < 3000; ++i) {
    const TermId id = *batch->Intern(1, std::to_string(i));
    batch->AddTriple({id, p, last});
    batch->Put(Family::kSentences, std::to_string(i), "a sentence");
    last = id;
  }
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  ASSERT_TRUE(store->Compact().ok());
}

absl::Status Locked(const std::string& path) {
  return absl::UnavailableError(
      "opening " + path + ": the graph is locked: another process has it open");
}

TEST(OpenTest, AMissingStoreIsNotFoundAndNothingIsCreated) {
  Scratch scratch;
  const std::string path = scratch / "db";
  EXPECT_EQ(Store::Open(path).status(),
            absl::NotFoundError("there is no graph at " + path));
  EXPECT_FALSE(fs::exists(path));
  fs::create_directory(path);
  EXPECT_EQ(Store::Open(path).status().code(), absl::StatusCode::kNotFound);
  EXPECT_TRUE(fs::is_empty(path));
}

TEST(OpenTest, AStoreIsCreatedWithItsParents) {
  Scratch scratch;
  const std::string path = scratch / "a/b/db";
  EXPECT_TRUE(Store::Open(path, {.create_if_missing = true}).ok());
  EXPECT_TRUE(Store::Open(path).ok()) << "and is there from then on";
}

TEST(OpenTest, AFolderWithSomethingElseIsRefused) {
  Scratch scratch;
  const std::string path = scratch / "photos";
  fs::create_directory(path);
  WriteFile(path + "/cat.jpg", "meow");
  EXPECT_EQ(Store::Open(path, {.create_if_missing = true}).status(),
            absl::FailedPreconditionError(
                path + " holds something else than a graph"));
  EXPECT_EQ(std::distance(fs::directory_iterator(path), {}), 1);
  const std::string file = scratch / "file";
  WriteFile(file, "x");
  EXPECT_EQ(Store::Open(file, {.create_if_missing = true}).status(),
            absl::FailedPreconditionError(
                file + " is a file, and a graph is a folder"));
}

TEST(OpenTest, AnotherFormatIsRefused) {
  Scratch scratch;
  const std::string path = scratch / "db";
  FillStore(path);
  WriteFile(path + "/TERCET", "tercet store, format 99\n");
  EXPECT_EQ(Store::Open(path).status(),
            absl::FailedPreconditionError(
                path + " has format 99, and this program knows formats up to " +
                std::to_string(kFormatVersion) + ": use a newer tercet"));
  WriteFile(path + "/TERCET", "tercet store, format 1\n");
  EXPECT_EQ(Store::Open(path).status(),
            absl::FailedPreconditionError(
                path + " has format 1, and this program reads formats from " +
                std::to_string(kOldestFormat) +
                " on: make it anew from its documents"));
  WriteFile(path + "/TERCET", "tercet store, format x\n");
  EXPECT_EQ(Store::Open(path).status(),
            absl::DataLossError(path + "/TERCET is damaged"));
}

TEST(OpenTest, AStoreThatAnotherHasOpenIsLocked) {
  Scratch scratch;
  const std::string path = scratch / "db";
  const auto store = OpenOrDie(path);
  EXPECT_EQ(Store::Open(path).status(), Locked(path));
  int status = -1;
  waitpid(tests::StartSelf({"--expect-locked", path}), &status, 0);
  EXPECT_EQ(status, 0) << "another process";
}

TEST(OpenTest, ACreationThatWasCutShortIsTakenUp) {
  Scratch scratch;
  const std::string path = scratch / "db";
  fs::create_directory(path);
  WriteFile(path + "/TERCET.new", "terc");
  EXPECT_TRUE(Store::Open(path, {.create_if_missing = true}).ok());
  const std::string marked = scratch / "marked";
  fs::create_directory(marked);
  WriteFile(marked + "/TERCET", "tercet store, format 2\n");
  EXPECT_TRUE(Store::Open(marked).ok());
}

TEST(OpenTest, AMissingFileOfTheDatabaseIsDataLoss) {
  Scratch scratch;
  for (const std::string ending : {"CURRENT", ".sst", "MANIFEST"}) {
    const std::string path = scratch / ("db" + ending);
    FillStore(path);
    for (const auto& entry : fs::directory_iterator(path)) {
      if (entry.path().filename().string().find(ending) != std::string::npos) {
        fs::remove(entry.path());
        break;
      }
    }
    EXPECT_EQ(Store::Open(path).status().code(), absl::StatusCode::kDataLoss)
        << ending << ": " << Store::Open(path).status();
  }
}

// Flips one byte inside the file.
void FlipByte(const fs::path& path) {
  const auto middle = static_cast<std::streamoff>(fs::file_size(path) / 3);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(middle);
  const char byte = static_cast<char>(file.get() ^ 0x10);
  file.seekp(middle);
  file.put(byte);
}

// Flips one byte in each table file in turn.  Nothing may be read wrongly:
// opening or checking must say DataLoss.
TEST(OpenTest, AFlippedByteInATableIsDataLoss) {
  Scratch scratch;
  const std::string path = scratch / "db";
  FillStore(path);
  int flipped = 0;
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() != ".sst") continue;
    const std::string copy = scratch / ("copy" + std::to_string(flipped));
    fs::copy(path, copy);
    FlipByte(fs::path(copy) / entry.path().filename());
    ++flipped;
    const auto store = Store::Open(copy);
    const absl::Status status =
        store.ok() ? (*store)->NewSnapshot()->Check() : store.status();
    EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss)
        << entry.path() << ": " << status;
  }
  EXPECT_GE(flipped, 6);
  const auto store = Store::Open(path);
  ASSERT_TRUE(store.ok()) << store.status();
  EXPECT_TRUE((*store)->NewSnapshot()->Check().ok());
}

// A flipped byte in the middle of the log is damage: the batches behind it
// were acknowledged and must not vanish silently.
TEST(OpenTest, AFlippedByteInTheLogIsDataLoss) {
  Scratch scratch;
  const std::string path = scratch / "db";
  {
    const auto store = OpenOrDie(path);
    for (int i = 0; i < 100; ++i) {
      auto batch = BatchOrDie(*store);
      batch->Put(Family::kDocuments, std::to_string(i), std::string(500, 'x'));
      ASSERT_TRUE(store->Commit(std::move(batch)).ok());
    }
  }
  for (const auto& entry : fs::directory_iterator(path)) {
    if (entry.path().extension() != ".log" || entry.file_size() < 1000)
      continue;
    std::fstream file(entry.path(),
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(entry.file_size() / 2));
    file.put('\x55');
    file.close();
    EXPECT_EQ(Store::Open(path).status().code(), absl::StatusCode::kDataLoss);
    return;
  }
  FAIL() << "no log file was found";
}

}  // namespace

// What the other process does: 0 where the store is locked as it should be.
int ExpectLocked(const std::string& path) {
  return Store::Open(path).status() == Locked(path) ? 0 : 1;
}

}  // namespace tercet::storage

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--expect-locked") {
    return tercet::storage::ExpectLocked(argv[2]);
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
