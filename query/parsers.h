#ifndef TERCET_QUERY_PARSERS_H_
#define TERCET_QUERY_PARSERS_H_

// The pieces that the grammar is made of: words of lexer.cc as Spirit parsers,
// two directives, and the actions that fill the tree.  Included by grammar.cc
// alone, because it includes Spirit.
//
// Words come from lexer.cc, which knows UTF-8 and skips blanks and comments,
// so there is no skipper.

#include <boost/spirit/home/x3.hpp>
#include <string>
#include <utility>
#include <vector>

#include "query/grammar.h"
#include "query/lexer.h"
#include "query/syntax.h"

namespace tercet::query::syntax {

namespace x3 = boost::spirit::x3;

struct NotesTag;

template <typename Context>
Notes& NotesOf(const Context& context) {
  return x3::get<NotesTag>(context).get();
}

// A word of lexer.cc as a parser with an attribute of type Value.
template <typename Value>
struct Word : x3::parser<Word<Value>> {
  using attribute_type = Value;
  static constexpr bool has_attribute = true;
  using Scan = bool (*)(Cursor&, Value*);

  explicit constexpr Word(Scan scan_function) : scan(scan_function) {}

  template <typename It, typename Context, typename RContext, typename Attr>
  bool parse(It& first, const It& last, const Context& context, RContext&,
             Attr& attribute) const {
    Notes& notes = NotesOf(context);
    if (notes.fatal != nullptr) return false;
    Cursor cursor{first, last, &notes};
    Value value{};
    if (!scan(cursor, &value)) return false;
    first = cursor.it;
    x3::traits::move_to(value, attribute);
    return true;
  }

  Scan scan;
};

// A mark or a keyword: no attribute.
struct Mark : x3::parser<Mark> {
  using attribute_type = x3::unused_type;
  static constexpr bool has_attribute = false;
  using Scan = bool (*)(Cursor&);

  explicit constexpr Mark(Scan scan_function) : scan(scan_function) {}

  template <typename It, typename Context, typename RContext, typename Attr>
  bool parse(It& first, const It& last, const Context& context, RContext&,
             Attr&) const {
    Notes& notes = NotesOf(context);
    if (notes.fatal != nullptr) return false;
    Cursor cursor{first, last, &notes};
    if (!scan(cursor)) return false;
    first = cursor.it;
    return true;
  }

  Scan scan;
};

// Gives what stands inside one name in errors: a reader wants to hear of "an
// edge", not of the four ways in which one can begin.
template <typename Subject>
struct NamedDirective : x3::unary_parser<Subject, NamedDirective<Subject>> {
  using base_type = x3::unary_parser<Subject, NamedDirective<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;

  constexpr NamedDirective(const Subject& subject, const char* given)
      : base_type(subject), name(given) {}

  template <typename It, typename Context, typename RContext, typename Attr>
  bool parse(It& first, const It& last, const Context& context,
             RContext& rcontext, Attr& attribute) const {
    Notes& notes = NotesOf(context);
    const It start = SkipBlank(first, last);
    const char32_t* const outer = std::exchange(notes.named_at, start);
    const bool parsed =
        this->subject.parse(first, last, context, rcontext, attribute);
    notes.named_at = outer;
    if (!parsed) notes.Refuse(start, name);
    return parsed;
  }

  const char* name;
};

struct Named {
  const char* name;

  template <typename Subject>
  auto operator[](const Subject& subject) const {
    const auto parser = x3::as_parser(subject);
    return NamedDirective<std::decay_t<decltype(parser)>>{parser, name};
  }
};

// Counts how deep brackets are nested, and refuses to go too deep.
template <typename Subject>
struct NestedDirective : x3::unary_parser<Subject, NestedDirective<Subject>> {
  using base_type = x3::unary_parser<Subject, NestedDirective<Subject>>;
  static constexpr bool is_pass_through_unary = true;
  static constexpr bool handles_container = Subject::handles_container;

  explicit constexpr NestedDirective(const Subject& subject)
      : base_type(subject) {}

  template <typename It, typename Context, typename RContext, typename Attr>
  bool parse(It& first, const It& last, const Context& context,
             RContext& rcontext, Attr& attribute) const {
    Notes& notes = NotesOf(context);
    if (notes.depth >= kMaxDepth) {
      notes.Fail(SkipBlank(first, last),
                 "nested too deep: at most 100 levels are read");
      return false;
    }
    ++notes.depth;
    const bool parsed =
        this->subject.parse(first, last, context, rcontext, attribute);
    --notes.depth;
    return parsed;
  }
};

struct Nested {
  template <typename Subject>
  auto operator[](const Subject& subject) const {
    const auto parser = x3::as_parser(subject);
    return NestedDirective<std::decay_t<decltype(parser)>>{parser};
  }
};
inline constexpr Nested nested;

// ---- Words -----------------------------------------------------------------

#define TERCET_MARK(name, mark, expected) \
  inline const Mark name(                 \
      [](Cursor& cursor) { return ScanMark(cursor, U"" mark, expected); })
#define TERCET_KEYWORD(name, word, expected) \
  inline const Mark name(                    \
      [](Cursor& cursor) { return ScanKeyword(cursor, U"" word, expected); })

TERCET_MARK(comma, ",", nullptr);
TERCET_MARK(dot, ".", "'.'");
TERCET_MARK(colon, ":", nullptr);
TERCET_MARK(semicolon, ";", "the end of the query");
TERCET_MARK(bar, "|", nullptr);
TERCET_MARK(slash, "/", nullptr);
TERCET_MARK(caret, "^", "'^'");
TERCET_MARK(bang, "!", "'!'");
TERCET_MARK(tilde, "~", "'~'");
TERCET_MARK(star, "*", "'*'");
TERCET_MARK(plus_mark, "+", "'+'");
TERCET_MARK(open_round, "(", "'('");
TERCET_MARK(quiet_open_round, "(", nullptr);
TERCET_MARK(another, ",", "','");
TERCET_MARK(or_mark, "|", "'|'");
TERCET_MARK(close_round, ")", "')'");
TERCET_MARK(open_square, "[", nullptr);
TERCET_MARK(close_square, "]", "']'");
TERCET_MARK(open_curly, "{", "'{'");
TERCET_MARK(close_curly, "}", "'}'");
TERCET_MARK(range_dots, "..", "'..'");
TERCET_KEYWORD(kw_explain, "explain", nullptr);
TERCET_KEYWORD(kw_profile, "profile", nullptr);
TERCET_KEYWORD(kw_why, "why", nullptr);
TERCET_KEYWORD(kw_describe, "describe", nullptr);
TERCET_KEYWORD(kw_find, "find", nullptr);
TERCET_KEYWORD(kw_all, "all", nullptr);
TERCET_KEYWORD(kw_shortest, "shortest", nullptr);
TERCET_KEYWORD(kw_optional, "optional", kClause);
TERCET_KEYWORD(kw_not, "not", kClause);
TERCET_KEYWORD(kw_where, "where", kClause);
TERCET_KEYWORD(kw_return, "return", kClause);
TERCET_KEYWORD(kw_order, "order", kClause);
TERCET_KEYWORD(kw_by, "by", "'by'");
TERCET_KEYWORD(kw_limit, "limit", kClause);
TERCET_KEYWORD(kw_offset, "offset", kClause);
TERCET_KEYWORD(kw_or, "or", "'or'");
TERCET_KEYWORD(kw_and, "and", "'and'");
TERCET_KEYWORD(kw_negate, "not", "a condition");
TERCET_KEYWORD(kw_in, "in", "a comparison");
TERCET_KEYWORD(kw_as, "as", "'as'");
TERCET_KEYWORD(kw_asc, "asc", "'asc'");
TERCET_KEYWORD(kw_desc, "desc", "'desc'");
TERCET_KEYWORD(kw_distinct, "distinct", "'distinct'");
#undef TERCET_MARK
#undef TERCET_KEYWORD

inline const Mark right_arrow(ScanRightArrow);
inline const Mark left_arrow(ScanLeftArrow);
inline const Mark spaced_left_arrow(ScanSpacedLeftArrow);
inline const Mark dash(ScanDash);
inline const Mark closing_dash(ScanClosingDash);
inline const Mark end_of_query(ScanEnd);

inline const Word<Lexeme> name_word([](Cursor& cursor, Lexeme* out) {
  return ScanName(cursor, Reserved::kClauses, out);
});
inline const Word<Lexeme> expression_name([](Cursor& cursor, Lexeme* out) {
  return ScanName(cursor, Reserved::kExpressions, out);
});
inline const Word<Lexeme> relation_name(ScanRelationName);
inline const Word<Lexeme> quoted(ScanString);
inline const Word<Lexeme> identifier(ScanIdentifier);
inline const Word<Lexeme> spaced_identifier([](Cursor& cursor, Lexeme* out) {
  cursor.it = SkipBlank(cursor.it, cursor.end);
  return ScanIdentifier(cursor, out);
});
inline const Word<Lexeme> variable(ScanVariable);
inline const Word<Lexeme> path_variable(ScanPathVariable);
inline const Word<Lexeme> anonymous(ScanAnonymous);
inline const Word<Lexeme> id_word(ScanId);
inline const Word<int64_t> integer(ScanInteger);
inline const Word<Literal> node_literal([](Cursor& cursor, Literal* out) {
  return ScanLiteral(cursor, Reserved::kClauses, false, out);
});
inline const Word<Literal> value_literal([](Cursor& cursor, Literal* out) {
  return ScanLiteral(cursor, Reserved::kClauses, true, out);
});
inline const Word<Literal> expression_literal([](Cursor& cursor, Literal* out) {
  return ScanLiteral(cursor, Reserved::kExpressions, true, out);
});

// ---- Actions ---------------------------------------------------------------

// Sets a member of the rule's value from the attribute.
template <typename Member>
auto Set(Member member) {
  return [member](auto& context) {
    x3::_val(context).*member = std::move(x3::_attr(context));
  };
}

// Appends the attribute to a vector of the rule's value.
template <typename Member>
auto Append(Member member) {
  return [member](auto& context) {
    (x3::_val(context).*member).push_back(std::move(x3::_attr(context)));
  };
}

// Sets a member to a constant.
template <typename Member, typename Value>
auto Put(Member member, Value value) {
  return [member, value](auto& context) { x3::_val(context).*member = value; };
}

// The rule's value is the attribute.
inline const auto whole = [](auto& context) {
  x3::_val(context) = std::move(x3::_attr(context));
};

// Remembers where the rule's value stands.
inline const auto here = [](auto& context) {
  const Notes& notes = NotesOf(context);
  const char32_t* const at =
      SkipBlank(x3::_where(context).begin(), x3::_where(context).end());
  x3::_val(context).at = static_cast<int>(at - notes.begin);
};

template <typename Member>
auto SetText(Member member) {
  return [member](auto& context) {
    x3::_val(context).*member = std::move(x3::_attr(context).text);
  };
}

inline auto MakeTerm(Term::Kind kind) {
  return [kind](auto& context) {
    x3::_val(context).kind = kind;
    x3::_val(context).text = std::move(x3::_attr(context).text);
    x3::_val(context).at = x3::_attr(context).at;
  };
}

inline const auto make_literal_term = [](auto& context) {
  Term& term = x3::_val(context);
  term.kind = Term::Kind::kLiteral;
  term.literal = std::move(x3::_attr(context));
  term.text = term.literal.text;
  term.at = term.literal.at;
};

inline auto MakeOperand(Operand::Kind kind) {
  return [kind](auto& context) { x3::_val(context).kind = kind; };
}

}  // namespace tercet::query::syntax

#endif  // TERCET_QUERY_PARSERS_H_
