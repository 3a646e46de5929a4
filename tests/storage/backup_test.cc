// Backups, restoring them, and stores that are only read.

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "gtest/gtest.h"
#include "storage/store.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

namespace fs = std::filesystem;

// Commits the triples (first, 1, first + 1) .. and as many records.
void Fill(Store& store, uint64_t first, uint64_t count) {
  auto batch = BatchOrDie(store);
  const TermId p = *batch->Intern(2, "follows");
  for (uint64_t i = first; i < first + count; ++i) {
    const TermId s = *batch->Intern(1, std::to_string(i));
    const TermId o = *batch->Intern(1, std::to_string(i + 1));
    batch->AddTriple({s, p, o});
    batch->Put(Family::kSentences, std::to_string(i), "a sentence");
  }
  ASSERT_TRUE(store.Commit(std::move(batch)).ok());
}

uint64_t Triples(const Store& store) {
  EXPECT_TRUE(store.NewSnapshot()->Check().ok());
  return *store.NewSnapshot()->Count({});
}

TEST(BackupTest, TheLatestBackupComesBack) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Fill(*store, 0, 100);
  ASSERT_TRUE(store->BackUp(scratch / "backups").ok());
  Fill(*store, 100, 50);
  ASSERT_TRUE(store->BackUp(scratch / "backups").ok());
  Fill(*store, 150, 50);
  ASSERT_TRUE(Store::Restore(scratch / "backups", scratch / "new").ok());
  EXPECT_EQ(Triples(*OpenOrDie(scratch / "new")), 150u);
  EXPECT_FALSE(fs::exists(scratch / "new.restoring"));
  EXPECT_EQ(Store::Restore(scratch / "backups", scratch / "new"),
            absl::AlreadyExistsError((scratch / "new") +
                                     " is there already: restore to a new "
                                     "folder"));
}

TEST(BackupTest, AFolderOfAnOlderFormatIsOfThisOneAfterABackup) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Fill(*store, 0, 10);
  const auto mark = [&] {
    std::ifstream file(scratch / "backups/TERCET-BACKUP");
    std::string line;
    std::getline(file, line);
    return line;
  };
  ASSERT_TRUE(store->BackUp(scratch / "backups").ok());
  const std::string now = mark();
  std::ofstream(scratch / "backups/TERCET-BACKUP")
      << "tercet backup, format 2\n";
  ASSERT_TRUE(Store::Restore(scratch / "backups", scratch / "new").ok());
  EXPECT_EQ(mark(), "tercet backup, format 2");
  ASSERT_TRUE(store->BackUp(scratch / "backups").ok());
  EXPECT_EQ(mark(), now);
}

TEST(BackupTest, FoldersThatAreNoBackupsAreRefused) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Fill(*store, 0, 10);
  fs::create_directory(scratch / "photos");
  std::ofstream(scratch / "photos/cat.jpg") << "meow";
  EXPECT_EQ(store->BackUp(scratch / "photos"),
            absl::FailedPreconditionError(
                (scratch / "photos") + " holds something else than a backup"));
  EXPECT_EQ(Store::Restore(scratch / "none", scratch / "new"),
            absl::NotFoundError("there is no backup at " + (scratch / "none")));
  EXPECT_FALSE(fs::exists(scratch / "new"));
}

TEST(BackupTest, AFlippedByteIsFoundAndNothingIsLeft) {
  Scratch scratch;
  {
    const auto store = OpenOrDie(scratch / "db");
    Fill(*store, 0, 1000);
    ASSERT_TRUE(store->Compact().ok());
    ASSERT_TRUE(store->BackUp(scratch / "backups").ok());
  }
  for (const auto& entry :
       fs::recursive_directory_iterator(scratch / "backups")) {
    if (entry.path().extension() != ".sst") continue;
    std::fstream file(entry.path(),
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(entry.path()) / 3));
    file.put('\x55');
    break;
  }
  const absl::Status status =
      Store::Restore(scratch / "backups", scratch / "new");
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_NE(status.message().find(".sst"), std::string::npos) << status;
  EXPECT_FALSE(fs::exists(scratch / "new"));
  EXPECT_FALSE(fs::exists(scratch / "new.restoring"));
}

TEST(ReadOnlyTest, AReaderSeesWhatWasThereAndWritesNothing) {
  Scratch scratch;
  const auto writer = OpenOrDie(scratch / "db");
  Fill(*writer, 0, 100);
  auto reader = Store::Open(scratch / "db", {.read_only = true});
  ASSERT_TRUE(reader.ok()) << reader.status();
  Fill(*writer, 100, 100);
  ASSERT_TRUE(writer->Compact().ok());
  EXPECT_EQ(Triples(**reader), 100u);
  const absl::Status refused = absl::FailedPreconditionError(
      (scratch / "db") + " is open for reading only");
  EXPECT_EQ((*reader)->NewBatch().status(), refused);
  EXPECT_EQ((*reader)->Compact(), refused);
  EXPECT_EQ((*reader)->BackUp(scratch / "backups"), refused);
  reader = Store::Open(scratch / "db", {.read_only = true});
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(Triples(**reader), 200u);
}

TEST(ReadOnlyTest, NothingIsCreated) {
  Scratch scratch;
  EXPECT_EQ(Store::Open(scratch / "db",
                        {.create_if_missing = true, .read_only = true})
                .status(),
            absl::NotFoundError("there is no graph at " + (scratch / "db")));
  EXPECT_FALSE(fs::exists(scratch / "db"));
}

TEST(ReadOnlyTest, AFolderThatCannotBeWrittenIsRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
  Scratch scratch;
  const std::string path = scratch / "db";
  Fill(*OpenOrDie(path), 0, 100);
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_exec);
  const auto reader = Store::Open(path, {.read_only = true});
  const absl::Status writer = Store::Open(path).status();
  fs::permissions(path, fs::perms::owner_all);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(Triples(**reader), 100u);
  EXPECT_EQ(writer.code(), absl::StatusCode::kPermissionDenied) << writer;
}

}  // namespace
}  // namespace tercet::storage
