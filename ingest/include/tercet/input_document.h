#ifndef TERCET_INPUT_DOCUMENT_H_
#define TERCET_INPUT_DOCUMENT_H_

// A text that is to become part of a graph, as its reader hands it over.
// A plain value.

#include <string>

namespace tercet {

// A document before its analysis.
struct InputDocument {
  std::string id;     // names the document in the graph
  std::string title;  // may be empty
  std::string date;   // "2024-03-05", or empty where it is not known
  std::string text;   // UTF-8; invalid bytes are analysed as they stand
};

}  // namespace tercet

#endif  // TERCET_INPUT_DOCUMENT_H_
