#include "graph/import_names.h"

#include <optional>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "storage/bytes.h"

namespace tercet {
namespace {

// What export writes: <urn:tercet:person/Lee%20Jae%20Myung>.
constexpr std::string_view kOwn = "urn:tercet:";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text[0]);
    const size_t size = lead < 0x80    ? 1
                        : lead >= 0xF0 ? 4
                        : lead >= 0xE0 ? 3
                                       : 2;
    if ((lead >= 0x80 && lead < 0xC2) || lead > 0xF4 || text.size() < size) {
      return false;
    }
    for (size_t i = 1; i < size; ++i) {
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

// "%20" as a blank; the text as it is where that gives no UTF-8.
std::string Unescape(std::string_view text) {
  if (text.find('%') == std::string_view::npos) return std::string(text);
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() &&
                        HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    if (!escape) {
      out += text[i];
      continue;
    }
    out +=
        static_cast<char>(HexDigit(text[i + 1]) << 4 | HexDigit(text[i + 2]));
    i += 2;
  }
  return IsUtf8(out) ? out : std::string(text);
}

void AppendRaw(EntityClass entity_class, std::string_view name,
               std::string_view disambiguator, std::string& out) {
  storage::AppendU8(out, static_cast<uint8_t>(entity_class));
  storage::AppendString(out, name);
  out += disambiguator;
}

// The type and the name in an IRI of export's.
struct OwnName {
  EntityType type = EntityType::kUnknown;
  std::string name;
};
std::optional<OwnName> OwnNameOf(std::string_view iri) {
  if (!iri.starts_with(kOwn)) return std::nullopt;
  iri.remove_prefix(kOwn.size());
  const size_t slash = iri.find('/');
  if (slash == std::string_view::npos || slash + 1 == iri.size()) {
    return std::nullopt;
  }
  const auto type = EntityTypeOf(iri.substr(0, slash));
  if (!type) return std::nullopt;
  return OwnName{*type, Unescape(iri.substr(slash + 1))};
}

}  // namespace

std::string NameOfIri(std::string_view iri) {
  std::string_view rest = iri;
  while (!rest.empty() && (rest.back() == '/' || rest.back() == '#')) {
    rest.remove_suffix(1);
  }
  size_t cut = rest.find_last_of("/#");
  if (cut == std::string_view::npos) cut = rest.find_last_of(':');
  if (cut != std::string_view::npos && cut + 1 < rest.size()) {
    rest.remove_prefix(cut + 1);
  }
  return rest.empty() ? std::string(iri) : Unescape(rest);
}

void ImportNames::Rename(uint8_t kind, std::string_view bytes,
                         std::string_view name, std::string& renamed) const {
  if (kind == Code(TermKind::kRelation)) {
    renamed.append(name.empty() ? NameOfIri(bytes) : std::string(name));
    return;
  }
  if (bytes.starts_with("_:")) {
    AppendRaw(EntityClass::kUntyped, name.empty() ? bytes : name, document_,
              renamed);
  } else if (!name.empty()) {
    AppendRaw(EntityClass::kUntyped, name, {}, renamed);
  } else if (const auto own = OwnNameOf(bytes)) {
    AppendRaw(ClassOf(own->type), own->name, {}, renamed);
  } else {
    AppendRaw(EntityClass::kUntyped, NameOfIri(bytes), {}, renamed);
  }
}

void ImportNames::Distinguish(std::string_view bytes, std::string_view name,
                              std::string& renamed) const {
  AppendRaw(EntityClass::kUntyped, name.empty() ? NameOfIri(bytes) : name,
            bytes, renamed);
}

uint64_t ImportNames::SecondHash(std::string_view renamed) const {
  storage::ByteReader reader(renamed);
  reader.U8();
  return FoldedHash(FoldName(reader.String()));
}

absl::StatusOr<storage::TermId> ImportNames::Find(
    uint8_t kind, std::string_view renamed) const {
  const absl::StatusOr<TermId> id = FindTerm(snapshot_, kind, renamed);
  if (!id.ok() || kind != Code(TermKind::kEntity)) return id;
  if (*id != kNoTerm) return NodeOf(snapshot_, *id);
  // An untyped entity follows the one typed entity of its name.
  absl::StatusOr<RawName> raw = DecodeRawName(renamed);
  if (!raw.ok()) return raw.status();
  if (raw->entity_class != EntityClass::kUntyped) return kNoTerm;
  TermId typed = kNoTerm;
  for (int i = 1; i < kClassCount; ++i) {
    raw->entity_class = static_cast<EntityClass>(i);
    const absl::StatusOr<TermId> other =
        FindTerm(snapshot_, kind, EncodeRawName(*raw));
    if (!other.ok()) return other.status();
    if (*other == kNoTerm) continue;
    const absl::StatusOr<std::string> record =
        snapshot_.Get(storage::Family::kTerms, EntityKey(*other));
    if (absl::IsNotFound(record.status())) continue;
    if (!record.ok()) return record.status();
    if (typed != kNoTerm) return kNoTerm;
    typed = *other;
  }
  return typed == kNoTerm ? absl::StatusOr<TermId>(kNoTerm)
                          : NodeOf(snapshot_, typed);
}

}  // namespace tercet
