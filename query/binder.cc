#include "query/binder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "query/pattern_binder.h"
#include "query/spelling.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

struct FunctionName {
  const char* name;
  Aggregate::Function function;
};

constexpr FunctionName kFunctions[] = {
    {"count", Aggregate::Function::kCount},
    {"sum", Aggregate::Function::kSum},
    {"avg", Aggregate::Function::kAverage},
    {"min", Aggregate::Function::kMin},
    {"max", Aggregate::Function::kMax},
    {"list", Aggregate::Function::kList},
};

// Binds where, return, order by, limit and offset over the slots of the
// patterns.
class ClauseBinder {
 public:
  ClauseBinder(const syntax::Query& query, const Source& source, Names* names,
               const PatternBinder& patterns, bool links, BoundQuery* bound)
      : query_(query),
        source_(source),
        names_(*names),
        patterns_(patterns),
        links_(links),
        bound_(*bound) {}

  absl::Status Bind() {
    if (query_.where) {
      absl::Status status = BindWhere(*query_.where);
      if (!status.ok()) return status;
    }
    absl::Status status = BindItems();
    if (status.ok()) status = BindKeys();
    if (status.ok() && links_ && !bound_.grouped) AddLinks();
    bound_.limit = query_.limit;
    bound_.offset = query_.offset.value_or(0);
    return status;
  }

 private:
  bool IsVisible(int slot) const {
    const std::vector<int>& named = patterns_.named();
    return std::find(named.begin(), named.end(), slot) != named.end();
  }

  absl::StatusOr<PropertyRef> BindProperty(const syntax::Property& property) {
    const int slot = patterns_.Find(property.variable);
    if (slot < 0 || !IsVisible(slot)) {
      std::vector<std::string> known;
      for (int i : patterns_.named()) known.push_back(bound_.slots[i].name);
      return source_.Error(
          property.at,
          slot >= 0
              ? absl::StrCat("?", property.variable,
                             " stands in a 'not' part only, where nothing is "
                             "found")
              : absl::StrCat("no variable ?", property.variable,
                             DidYouMean(property.variable, known)));
    }
    PropertyRef ref;
    ref.slot = slot;
    ref.label = property.variable;
    if (property.field.empty()) return ref;
    const std::string name = FoldCase(property.field);
    const SlotKind kind = bound_.slots[slot].kind;
    const std::optional<Field> field = FieldOf(kind, name);
    if (!field) {
      const char* const what = kind == SlotKind::kNode   ? "a node"
                               : kind == SlotKind::kEdge ? "an edge"
                                                         : "a path";
      return source_.Error(
          property.at, absl::StrCat("?", property.variable, " is ", what,
                                    " and has no property '", property.field,
                                    "'", DidYouMean(name, FieldNames(kind))));
    }
    ref.field = *field;
    if (*field == Field::kOpen) ref.preposition = name;
    absl::StrAppend(&ref.label, ".", property.field);
    return ref;
  }

  // length(?p), the only function that is no aggregate.
  absl::StatusOr<PropertyRef> BindLength(const syntax::Call& call) {
    syntax::Property property = call.argument;
    if (call.star || call.distinct || !property.field.empty()) {
      return source_.Error(call.at, "length takes a path: length(?p)");
    }
    absl::StatusOr<PropertyRef> ref = BindProperty(property);
    if (!ref.ok()) return ref;
    if (bound_.slots[ref->slot].kind != SlotKind::kPath) {
      return source_.Error(call.at,
                           absl::StrCat("?", property.variable,
                                        " is no path; write ?p = ... before "
                                        "the pattern"));
    }
    ref->field = Field::kLength;
    ref->label = absl::StrCat("length(", property.variable, ")");
    return ref;
  }

  absl::Status BindWhere(const syntax::Expression& where) {
    if (where.kind == syntax::Expression::Kind::kAnd) {
      for (const syntax::Expression& child : where.children) {
        absl::Status status = BindWhere(child);
        if (!status.ok()) return status;
      }
      return absl::OkStatus();
    }
    absl::StatusOr<BoundExpression> bound = BindExpression(where);
    if (!bound.ok()) return bound.status();
    LookUpWords(*bound);
    bound_.filters.push_back(*std::move(bound));
    return absl::OkStatus();
  }

  // "where ?e.text ~ words" is asked of the edge as well, as [text~words] is:
  // its scan may find the sentences by their words.
  void LookUpWords(const BoundExpression& filter) {
    if (filter.kind != BoundExpression::Kind::kCompare ||
        filter.op != CompareOp::kMatches || !filter.operands[1].is_constant ||
        filter.operands[0].property.field != Field::kText) {
      return;
    }
    Condition condition;
    condition.key = Condition::Key::kText;
    condition.op = CompareOp::kMatches;
    condition.value = filter.operands[1].constant;
    for (BoundBlock& block : bound_.blocks) {
      for (Pattern& pattern : block.patterns) {
        if (pattern.edge == filter.operands[0].property.slot) {
          pattern.hop.conditions.push_back(condition);
        }
      }
    }
  }

  absl::StatusOr<BoundExpression> BindExpression(
      const syntax::Expression& expression) {
    BoundExpression bound;
    bound.kind =
        static_cast<BoundExpression::Kind>(static_cast<int>(expression.kind));
    bound.op = expression.op;
    for (const syntax::Expression& child : expression.children) {
      absl::StatusOr<BoundExpression> part = BindExpression(child);
      if (!part.ok()) return part;
      if (!bound.label.empty()) {
        bound.label +=
            bound.kind == BoundExpression::Kind::kOr ? " or " : " and ";
      }
      bound.label += part->label;
      bound.children.push_back(*std::move(part));
    }
    if (bound.kind == BoundExpression::Kind::kNot) {
      bound.label = absl::StrCat("not ", bound.label);
    } else if (bound.children.size() > 1) {
      bound.label = absl::StrCat("(", bound.label, ")");
    }
    for (const syntax::Operand& operand : expression.operands) {
      absl::StatusOr<BoundOperand> part = BindOperand(operand);
      if (!part.ok()) return part.status();
      bound.operands.push_back(*std::move(part));
    }
    absl::Status status = Arrange(expression, &bound);
    if (!status.ok()) return status;
    return bound;
  }

  // Puts a variable on the left side and names what constants stand for.
  absl::Status Arrange(const syntax::Expression& expression,
                       BoundExpression* bound) {
    if (bound->operands.empty()) return absl::OkStatus();
    if (bound->kind == BoundExpression::Kind::kCompare &&
        bound->operands[0].is_constant && !bound->operands[1].is_constant &&
        bound->op != CompareOp::kMatches) {
      std::swap(bound->operands[0], bound->operands[1]);
      bound->op = Mirrored(bound->op);
    }
    if (bound->operands[0].is_constant) {
      return source_.Error(expression.at,
                           "a condition needs a variable on its left side");
    }
    for (size_t i = 0; i < bound->operands.size(); ++i) {
      const BoundOperand& operand = bound->operands[i];
      if (i == 1) {
        absl::StrAppend(
            &bound->label, " ",
            bound->kind == BoundExpression::Kind::kIn ? "in" : Name(bound->op),
            " ");
      } else if (i > 1) {
        bound->label += ", ";
      }
      absl::StrAppend(&bound->label,
                      operand.is_constant
                          ? operand.constant.Label()
                          : absl::StrCat("?", operand.property.label));
    }
    absl::Status status = CheckDates(expression, *bound);
    return status.ok() ? NameConstants(bound) : status;
  }

  // What is compared with a time must not be a date that does not exist.
  absl::Status CheckDates(const syntax::Expression& expression,
                          const BoundExpression& bound) {
    const bool times =
        bound.op != CompareOp::kMatches &&
        (bound.operands[0].property.field == Field::kWhen ||
         (bound.kind == BoundExpression::Kind::kCompare &&
          bound.op != CompareOp::kEqual && bound.op != CompareOp::kNotEqual));
    for (const syntax::Operand& operand : expression.operands) {
      if (!times || operand.kind != syntax::Operand::Kind::kTerm) continue;
      const std::string problem = DateProblem(operand.term.text);
      if (!problem.empty()) return source_.Error(operand.at, problem);
    }
    return absl::OkStatus();
  }

  absl::Status NameConstants(BoundExpression* bound) {
    const Field field = bound->operands[0].property.field;
    const bool relation = field == Field::kRelation;
    const bool term = relation || field == Field::kSelf ||
                      field == Field::kSubject || field == Field::kObject ||
                      field == Field::kBy || field == Field::kOpen;
    if (!term || bound->op == CompareOp::kMatches) return absl::OkStatus();
    for (BoundOperand& operand : bound->operands) {
      if (!operand.is_constant) continue;
      if (relation) {
        absl::StatusOr<std::vector<RelationInfo>> found =
            names_.Relations(operand.constant.text);
        if (!found.ok()) return found.status();
        for (const RelationInfo& info : *found) {
          operand.constant.ids.push_back(info.term.id);
        }
        std::sort(operand.constant.ids.begin(), operand.constant.ids.end());
      } else {
        syntax::Term name;
        name.text = operand.constant.Label();
        if (operand.constant.id_mark != 0) name.kind = syntax::Term::Kind::kId;
        absl::StatusOr<std::vector<TermId>> ids = names_.Nodes(name);
        if (!ids.ok()) return ids.status();
        operand.constant.ids = *std::move(ids);
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<BoundOperand> BindOperand(const syntax::Operand& operand) {
    BoundOperand bound;
    absl::StatusOr<PropertyRef> property;
    switch (operand.kind) {
      case syntax::Operand::Kind::kTerm:
        bound.is_constant = true;
        bound.constant = MakeConstant(operand.term.text);
        if (operand.term.kind == syntax::Term::Kind::kId) {
          bound.constant.id_mark = operand.term.text[0];
          bound.constant.text.erase(0, 1);
        }
        return bound;
      case syntax::Operand::Kind::kCall:
        if (FoldCase(operand.call.function) != "length") {
          return source_.Error(
              operand.at,
              absl::StrCat("'", operand.call.function,
                           "' cannot stand in a condition; only length(?p) "
                           "can"));
        }
        property = BindLength(operand.call);
        break;
      case syntax::Operand::Kind::kProperty:
        property = BindProperty(operand.property);
        break;
    }
    if (!property.ok()) return property.status();
    bound.property = *std::move(property);
    return bound;
  }

  absl::StatusOr<Item> BindItem(const syntax::Operand& value) {
    Item item;
    if (value.kind == syntax::Operand::Kind::kProperty) {
      absl::StatusOr<PropertyRef> property = BindProperty(value.property);
      if (!property.ok()) return property.status();
      item.property = *std::move(property);
      item.name = item.property.label;
      return item;
    }
    const syntax::Call& call = value.call;
    const std::string function = FoldCase(call.function);
    if (function == "length") {
      absl::StatusOr<PropertyRef> property = BindLength(call);
      if (!property.ok()) return property.status();
      item.property = *std::move(property);
      item.name = item.property.label;
      return item;
    }
    const FunctionName* known =
        std::find_if(std::begin(kFunctions), std::end(kFunctions),
                     [&](const FunctionName& f) { return function == f.name; });
    if (known == std::end(kFunctions)) {
      std::vector<std::string> names = {"length"};
      for (const FunctionName& f : kFunctions) names.push_back(f.name);
      const std::string meant = DidYouMean(function, names);
      return source_.Error(
          value.at,
          absl::StrCat("no function '", call.function, "'",
                       meant.empty() ? "; there are count, sum, avg, min, "
                                       "max, list and length"
                                     : meant));
    }
    Aggregate aggregate;
    aggregate.function = known->function;
    aggregate.star = call.star;
    aggregate.distinct = call.distinct;
    if (call.star && aggregate.function != Aggregate::Function::kCount) {
      return source_.Error(value.at, absl::StrCat(function,
                                                  " takes a variable; only "
                                                  "count takes '*'"));
    }
    std::string inside = "*";
    if (!call.star) {
      absl::StatusOr<PropertyRef> property = BindProperty(call.argument);
      if (!property.ok()) return property.status();
      aggregate.argument = *std::move(property);
      inside = absl::StrCat(call.distinct ? "distinct " : "",
                            aggregate.argument.label);
    }
    item.aggregate = std::move(aggregate);
    item.name = absl::StrCat(function, "(", inside, ")");
    bound_.grouped = true;
    return item;
  }

  absl::Status BindItems() {
    if (!query_.has_return || query_.return_all) {
      for (int slot : patterns_.named()) {
        Item item;
        item.property.slot = slot;
        item.name = item.property.label = bound_.slots[slot].name;
        bound_.items.push_back(std::move(item));
      }
      if (bound_.items.empty()) AddFacts();
    }
    for (const syntax::ReturnItem& wanted : query_.items) {
      absl::StatusOr<Item> item = BindItem(wanted.value);
      if (!item.ok()) return item.status();
      if (!wanted.alias.empty()) item->name = wanted.alias;
      for (const Item& other : bound_.items) {
        if (other.name != item->name) continue;
        return source_.Error(
            wanted.value.at,
            absl::StrCat("two columns are called '", item->name, "'"));
      }
      bound_.items.push_back(*std::move(item));
    }
    bound_.columns = static_cast<int>(bound_.items.size());
    return absl::OkStatus();
  }

  // A query that names nothing shows the facts that it found.
  void AddFacts() {
    for (BoundBlock& block : bound_.blocks) {
      if (block.kind == BoundBlock::Kind::kNot) continue;
      for (Pattern& pattern : block.patterns) {
        Item item = PathItem(&pattern);
        item.name = pattern.kind == Pattern::Kind::kHop ? "fact" : "path";
        if (!bound_.items.empty()) {
          absl::StrAppend(&item.name, bound_.items.size() + 1);
        }
        bound_.items.push_back(std::move(item));
      }
    }
    if (!bound_.items.empty()) return;
    for (int slot : bound_.blocks[0].nodes) {
      Item item;
      item.property.slot = slot;
      item.name = absl::StrCat(
          "node",
          bound_.items.empty() ? "" : absl::StrCat(bound_.items.size() + 1));
      bound_.items.push_back(std::move(item));
    }
  }

  // The path of what a pattern finds, which gets a slot where it has none.
  Item PathItem(Pattern* pattern) {
    if (pattern->path < 0) {
      Slot slot;
      slot.kind = SlotKind::kPath;
      pattern->path = static_cast<int>(bound_.slots.size());
      bound_.slots.push_back(std::move(slot));
    }
    Item item;
    item.property.slot = pattern->path;
    return item;
  }

  void AddLinks() {
    for (BoundBlock& block : bound_.blocks) {
      if (block.kind == BoundBlock::Kind::kNot) continue;
      for (Pattern& pattern : block.patterns) {
        bound_.items.push_back(PathItem(&pattern));
        ++bound_.links;
      }
    }
  }

  absl::Status BindKeys() {
    for (const syntax::SortKey& wanted : query_.keys) {
      OrderKey key;
      key.descending = wanted.descending;
      if (wanted.value.kind == syntax::Operand::Kind::kTerm) {
        std::vector<std::string> known;
        for (const Item& item : bound_.items) known.push_back(item.name);
        const auto found =
            std::find(known.begin(), known.end(), wanted.value.term.text);
        if (found == known.end()) {
          return source_.Error(
              wanted.value.at,
              absl::StrCat("no column '", wanted.value.term.text, "'",
                           DidYouMean(wanted.value.term.text, known)));
        }
        key.item = static_cast<int>(found - known.begin());
      } else {
        absl::Status status = BindKey(wanted.value, &key);
        if (!status.ok()) return status;
      }
      bound_.keys.push_back(key);
    }
    return absl::OkStatus();
  }

  absl::Status BindKey(const syntax::Operand& value, OrderKey* key) {
    absl::StatusOr<Item> item = BindItem(value);
    if (!item.ok()) return item.status();
    for (size_t i = 0; i < bound_.items.size(); ++i) {
      const Item& other = bound_.items[i];
      if (other.aggregate == item->aggregate &&
          (other.aggregate || other.property.slot == item->property.slot) &&
          (other.aggregate || other.property.field == item->property.field)) {
        key->item = static_cast<int>(i);
        return absl::OkStatus();
      }
    }
    if (bound_.grouped && !item->aggregate) {
      return source_.Error(
          value.at, absl::StrCat("rows are counted together; to order by ?",
                                 item->name, " return it as well"));
    }
    key->item = static_cast<int>(bound_.items.size());
    bound_.items.push_back(*std::move(item));
    return absl::OkStatus();
  }

  const syntax::Query& query_;
  const Source& source_;
  Names& names_;
  const PatternBinder& patterns_;
  const bool links_;
  BoundQuery& bound_;
};

}  // namespace

absl::StatusOr<BoundQuery> Bind(const syntax::Query& query,
                                const Source& source, const View& view,
                                const QueryOptions& options,
                                bool every_assertion,
                                std::function<absl::Status()> check) {
  BoundQuery bound;
  Names names(view, options.strict_names, std::move(check));
  PatternBinder patterns(source, options, &names, every_assertion, &bound);
  for (const syntax::Block& block : query.blocks) {
    absl::Status status = patterns.BindBlock(block);
    if (!status.ok()) return status;
  }
  absl::Status status = patterns.CheckParameters();
  if (!status.ok()) return status;
  ClauseBinder clauses(query, source, &names, patterns, options.links, &bound);
  status = clauses.Bind();
  if (!status.ok()) return status;
  bound.notes.insert(bound.notes.begin(), names.notes().begin(),
                     names.notes().end());
  return bound;
}

}  // namespace tercet::query
