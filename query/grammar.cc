// The grammar of the query language in Boost.Spirit X3, as README.md gives
// it.  This is the only source file that includes Spirit: it compiles slowly.
//
// Rules build the tree in actions; an action is not undone when its rule fails
// later, but the value it wrote to is the rule's own and dropped with it.

#include "query/grammar.h"

#include <algorithm>
#include <functional>

#include "query/parsers.h"

namespace tercet::query::syntax {
namespace {

// ---- Terms and nodes -------------------------------------------------------

const x3::rule<struct WordsClass, Term> words = "words";
const auto words_def = tilde >> (quoted[MakeTerm(Term::Kind::kWords)] |
                                 name_word[MakeTerm(Term::Kind::kWords)]);

const x3::rule<struct TermClass, Term> term = "term";
const auto term_def =
    Named{"a name"}[id_word[MakeTerm(Term::Kind::kId)] |
                    quoted[MakeTerm(Term::Kind::kString)] | words[whole] |
                    node_literal[make_literal_term] |
                    name_word[MakeTerm(Term::Kind::kName)]];

const x3::rule<struct NodeClass, Node> node = "node";
const auto node_def =
    x3::eps[here] >>
    Named{"a name or a variable"}
        [(variable[SetText(&Node::variable)] >>
          x3::eps[Put(&Node::kind, Node::Kind::kVariable)] >>
          -(colon >> identifier[SetText(&Node::type)])) |
         (anonymous >> x3::eps[Put(&Node::kind, Node::Kind::kAnonymous)] >>
          -(colon >> identifier[SetText(&Node::type)])) |
         (((open_round >> term[Append(&Node::terms)] >>
            *(or_mark >> term[Append(&Node::terms)]) >> close_round) |
           term[Append(&Node::terms)]) >>
          x3::eps[Put(&Node::kind, Node::Kind::kTerms)])];

// ---- Edges -----------------------------------------------------------------

const auto set_min = [](auto& context) {
  x3::_val(context).min = static_cast<int>(x3::_attr(context));
  x3::_val(context).max = x3::_val(context).min;
};
const auto set_max = [](auto& context) {
  x3::_val(context).max = static_cast<int>(x3::_attr(context));
};
const auto sane_quantifier = [](auto& context) {
  const Quantifier& quantifier = x3::_val(context);
  constexpr int kMost = 1000000;
  if (quantifier.min > kMost || quantifier.max > kMost ||
      (quantifier.max >= 0 && quantifier.max < quantifier.min)) {
    NotesOf(context).Fail(
        x3::_where(context).begin(),
        "a repetition {n,m} needs n <= m, and both at most 1000000");
    x3::_pass(context) = false;
  }
};

const x3::rule<struct QuantifierClass, Quantifier> quantifier = "quantifier";
const auto quantifier_def = Named{nullptr}
    [(star >> x3::eps[Put(&Quantifier::min, 0)] >>
      x3::eps[Put(&Quantifier::max, -1)]) |
     (plus_mark >> x3::eps[Put(&Quantifier::min, 1)] >>
      x3::eps[Put(&Quantifier::max, -1)]) |
     (open_curly >>
      ((integer[set_min] >>
        -(comma >> x3::eps[Put(&Quantifier::max, -1)] >> -integer[set_max])) |
       (comma >> x3::eps[Put(&Quantifier::min, 0)] >> integer[set_max])) >>
      close_curly >> x3::eps[sane_quantifier])];

const auto make_range = [](auto& context) {
  x3::_val(context).kind = QualifierValue::Kind::kRange;
};

const x3::rule<struct ValueTermClass, Term> value_term = "value";
const auto value_term_def = id_word[MakeTerm(Term::Kind::kId)] |
                            quoted[MakeTerm(Term::Kind::kString)] |
                            words[whole] | value_literal[make_literal_term] |
                            name_word[MakeTerm(Term::Kind::kName)];

const x3::rule<struct RangeClass, QualifierValue> range = "range";
const auto range_def = value_literal[Set(&QualifierValue::low)] >> range_dots >>
                       value_literal[Set(&QualifierValue::high)] >>
                       x3::eps[make_range];

const x3::rule<struct ValueClass, QualifierValue> value = "value";
const auto value_def =
    Named{"a value"}[range[whole] |
                     (variable[SetText(&QualifierValue::variable)] >>
                      x3::eps[Put(&QualifierValue::kind,
                                  QualifierValue::Kind::kVariable)]) |
                     value_term[Set(&QualifierValue::term)]];

const x3::rule<struct CompareClass, CompareOp> compare = "comparison";

template <CompareOp op>
Mark CompareMark() {
  return Mark([](Cursor& cursor) {
    std::u32string mark;
    for (const char* c = Name(op); *c != 0; ++c) mark.push_back(*c);
    return ScanMark(cursor, mark.c_str(), "a comparison");
  });
}

auto Is(CompareOp op) {
  return [op](auto& context) { x3::_val(context) = op; };
}

const auto compare_def =
    (CompareMark<CompareOp::kNotEqual>() >> x3::eps[Is(CompareOp::kNotEqual)]) |
    (CompareMark<CompareOp::kLessEqual>() >>
     x3::eps[Is(CompareOp::kLessEqual)]) |
    (CompareMark<CompareOp::kGreaterEqual>() >>
     x3::eps[Is(CompareOp::kGreaterEqual)]) |
    (CompareMark<CompareOp::kEqual>() >> x3::eps[Is(CompareOp::kEqual)]) |
    (CompareMark<CompareOp::kLess>() >> x3::eps[Is(CompareOp::kLess)]) |
    (CompareMark<CompareOp::kGreater>() >> x3::eps[Is(CompareOp::kGreater)]) |
    (CompareMark<CompareOp::kMatches>() >> x3::eps[Is(CompareOp::kMatches)]);

const x3::rule<struct QualifierClass, Qualifier> qualifier = "qualifier";
const auto qualifier_def =
    x3::eps[here] >>
    Named{"a qualifier such as 'status=planned'"}
        [(bang >> x3::eps[Put(&Qualifier::negated, true)] >>
          spaced_identifier[SetText(&Qualifier::key)]) |
         (spaced_identifier[SetText(&Qualifier::key)] >>
          -(compare[Set(&Qualifier::op)] >> value[Set(&Qualifier::value)]))];

using Qualifiers = std::vector<Qualifier>;
const auto add = [](auto& context) {
  x3::_val(context).push_back(std::move(x3::_attr(context)));
};
const x3::rule<struct QualifiersClass, Qualifiers> qualifiers = "qualifiers";
const auto qualifiers_def = open_square >> qualifier[add] >>
                            *(another >> qualifier[add]) >> close_square;

const x3::rule<struct PathClass, Path> path = "path";

const x3::rule<struct LabelClass, Lexeme> label = "label";
const auto label_def = quoted[whole] | relation_name[whole];

// "_" is a word like others until it stands alone as a label.
const auto make_named = [](auto& context) {
  Step& step = x3::_val(context);
  if (x3::_attr(context).text == "_") {
    step.kind = Step::Kind::kAny;
  } else {
    step.kind = Step::Kind::kNamed;
    step.names.push_back(std::move(x3::_attr(context)));
  }
};

const x3::rule<struct AtomClass, Step> atom = "atom";
const auto atom_def =
    (open_round >> x3::eps[Put(&Step::kind, Step::Kind::kGroup)] >>
     nested[path[Append(&Step::group)]] >> close_round) |
    (bang >> x3::eps[Put(&Step::kind, Step::Kind::kNotNamed)] >>
     ((open_round >> label[Append(&Step::names)] >>
       *(or_mark >> label[Append(&Step::names)]) >> close_round) |
      label[Append(&Step::names)])) |
    quoted[([](auto& context) {
      x3::_val(context).kind = Step::Kind::kNamed;
      x3::_val(context).names.push_back(std::move(x3::_attr(context)));
    })] |
    relation_name[make_named];

const x3::rule<struct StepClass, Step> step = "step";
const auto put_atom = [](auto& context) {
  Step& step_value = x3::_val(context);
  const bool inverse = step_value.inverse;
  const int at = step_value.at;
  step_value = std::move(x3::_attr(context));
  step_value.inverse = inverse;
  step_value.at = at;
};
const auto step_def =
    x3::eps[here] >>
    Named{
        "a relation"}[-(caret >> x3::eps[Put(&Step::inverse, true)]) >>
                      ((atom[put_atom] >> -qualifiers[Set(&Step::qualifiers)] >>
                        -quantifier[Set(&Step::quantifier)]) |
                       (qualifiers[Set(&Step::qualifiers)] >>
                        -quantifier[Set(&Step::quantifier)]) |
                       quantifier[Set(&Step::quantifier)])];

const x3::rule<struct SequenceClass, Sequence> sequence = "sequence";
const auto sequence_def = step[Append(&Sequence::steps)] >>
                          *(slash >> step[Append(&Sequence::steps)]);

const auto path_def = sequence[Append(&Path::alternatives)] >>
                      *(bar >> sequence[Append(&Path::alternatives)]);

const x3::rule<struct EdgeClass, Edge> edge = "edge";

// The label of an edge writes into an Edge; the marks around it follow.
const auto put_label = [](auto& context) {
  const int at = x3::_val(context).at;
  const bool to_left = x3::_val(context).to_left;
  x3::_val(context) = std::move(x3::_attr(context));
  x3::_val(context).at = at;
  x3::_val(context).to_left = to_left;
};
const x3::rule<struct EdgeLabelClass, Edge> edge_label = "edge label";
const auto edge_label_def =
    Named{"a relation"}[(variable[SetText(&Edge::variable)] >>
                         -(colon >> path[Set(&Edge::path)]) >>
                         -qualifiers[Set(&Edge::qualifiers)] >>
                         -quantifier[Set(&Edge::quantifier)]) |
                        anonymous | path[Set(&Edge::path)]];

const x3::rule<struct LabelledEdgeClass, Edge> labelled_edge = "edge";
const auto labelled_edge_def =
    x3::eps[here] >>
    ((left_arrow >> x3::eps[Put(&Edge::to_left, true)]) | dash) >>
    -edge_label[put_label] >>
    ((right_arrow >> x3::eps[Put(&Edge::to_right, true)]) | dash);

// "<- ?x" may begin "<- ?x -", an edge with a label, or be an edge without one
// and a node behind it: then the next dash, if there is one, has a blank before
// it and none behind it, as where an edge begins.
const x3::rule<struct SpacedEdgeClass, Edge> spaced_edge = "edge";
const auto spaced_edge_def =
    x3::eps[here] >> spaced_left_arrow >> x3::eps[Put(&Edge::to_left, true)] >>
    -edge_label[put_label] >>
    ((right_arrow >> x3::eps[Put(&Edge::to_right, true)]) | closing_dash);

const auto edge_def =
    x3::eps[here] >>
    Named{"an edge such as '-meets->'"}
        [(right_arrow >> x3::eps[Put(&Edge::to_right, true)]) |
         spaced_edge[whole] |
         (spaced_left_arrow >> x3::eps[Put(&Edge::to_left, true)]) |
         labelled_edge[whole]];

// ---- Chains and blocks -----------------------------------------------------

const auto set_k = [](auto& context) {
  x3::_val(context).k =
      static_cast<int>(std::min<int64_t>(x3::_attr(context), 1000000));
};

const x3::rule<struct ShortestClass, Chain> shortest = "shortest";
const auto shortest_def = -(kw_all >> x3::eps[Put(&Chain::all, true)]) >>
                          kw_shortest >> x3::eps[Put(&Chain::shortest, true)] >>
                          -(open_round >> integer[set_k] >> close_round);

// "shortest" may also be the first word of a name, as in "(shortest | x)".
const auto put_shortest = [](auto& context) {
  Chain& chain_value = x3::_val(context);
  chain_value.shortest = true;
  chain_value.all = x3::_attr(context).all;
  chain_value.k = x3::_attr(context).k;
};

const x3::rule<struct ChainClass, Chain> chain = "chain";
const auto chain_def = x3::eps[here] >>
                       -path_variable[SetText(&Chain::variable)] >>
                       -shortest[put_shortest] >> node[Append(&Chain::nodes)] >>
                       *(edge[Append(&Chain::edges)] >>
                         node[Append(&Chain::nodes)]);

const x3::rule<struct BlockClass, Block> block = "block";
const auto block_def = chain[Append(&Block::chains)] >>
                       *(comma >> chain[Append(&Block::chains)]);

const x3::rule<struct LaterBlockClass, Block> later_block = "block";
const auto later_block_def =
    (kw_optional >> block[whole] >>
     x3::eps[Put(&Block::kind, Block::Kind::kOptional)]) |
    (kw_not >> block[whole] >> x3::eps[Put(&Block::kind, Block::Kind::kNot)]);

// ---- Expressions -----------------------------------------------------------

const x3::rule<struct PropertyClass, Property> property = "property";
const auto property_def = x3::eps[here] >>
                          variable[SetText(&Property::variable)] >>
                          -(dot >> identifier[SetText(&Property::field)]);

// `open` is a bracket that errors mention, or one that they do not: a name
// in a condition may always be followed by "(", but that is seldom meant.
auto CallWith(const Mark& open) {
  return x3::eps[here] >> spaced_identifier[SetText(&Call::function)] >> open >>
         ((star >> x3::eps[Put(&Call::star, true)]) |
          (-(kw_distinct >> x3::eps[Put(&Call::distinct, true)]) >>
           property[Set(&Call::argument)])) >>
         close_round;
}

const x3::rule<struct CallClass, Call> call = "call";
const auto call_def = CallWith(quiet_open_round);

const x3::rule<struct ItemCallClass, Call> item_call = "call";
const auto item_call_def = CallWith(open_round);

const x3::rule<struct OperandTermClass, Term> operand_term = "value";
const auto operand_term_def = expression_literal[make_literal_term] |
                              quoted[MakeTerm(Term::Kind::kString)] |
                              id_word[MakeTerm(Term::Kind::kId)] |
                              expression_name[MakeTerm(Term::Kind::kName)];

const x3::rule<struct OperandClass, Operand> operand = "operand";
const auto operand_def =
    x3::eps[here] >>
    Named{"a value"}[(property[Set(&Operand::property)] >>
                      x3::eps[MakeOperand(Operand::Kind::kProperty)]) |
                     (call[Set(&Operand::call)] >>
                      x3::eps[MakeOperand(Operand::Kind::kCall)]) |
                     (operand_term[Set(&Operand::term)] >>
                      x3::eps[MakeOperand(Operand::Kind::kTerm)])];

const x3::rule<struct ExpressionClass, Expression> expression = "expression";

const x3::rule<struct ComparisonClass, Expression> comparison = "comparison";
const auto comparison_def =
    x3::eps[here] >> operand[Append(&Expression::operands)] >>
    -((kw_in >> open_round >> operand[Append(&Expression::operands)] >>
       *(another >> operand[Append(&Expression::operands)]) >> close_round >>
       x3::eps[Put(&Expression::kind, Expression::Kind::kIn)]) |
      (compare[Set(&Expression::op)] >>
       operand[Append(&Expression::operands)] >>
       x3::eps[Put(&Expression::kind, Expression::Kind::kCompare)]));

const x3::rule<struct PredicateClass, Expression> predicate = "condition";
const auto predicate_def = Named{"a condition"}
    [(open_round >> nested[expression[whole]] >> close_round) |
     (kw_negate >> nested[predicate[Append(&Expression::children)]] >>
      x3::eps[Put(&Expression::kind, Expression::Kind::kNot)]) |
     comparison[whole]];

// One child needs no "and" around it.
auto Wrap(Expression::Kind kind) {
  return [kind](auto& context) {
    Expression& wrapped = x3::_val(context);
    if (wrapped.children.size() == 1) {
      Expression only = std::move(wrapped.children[0]);
      wrapped = std::move(only);
    } else {
      wrapped.kind = kind;
    }
  };
}

const x3::rule<struct ConjunctionClass, Expression> conjunction = "condition";
const auto conjunction_def = predicate[Append(&Expression::children)] >>
                             *(kw_and >>
                               predicate[Append(&Expression::children)]) >>
                             x3::eps[Wrap(Expression::Kind::kAnd)];

const auto expression_def = conjunction[Append(&Expression::children)] >>
                            *(kw_or >>
                              conjunction[Append(&Expression::children)]) >>
                            x3::eps[Wrap(Expression::Kind::kOr)];

// ---- Queries and statements ------------------------------------------------

const x3::rule<struct ItemValueClass, Operand> item_value = "item";
const auto item_value_def =
    x3::eps[here] >> Named{"a variable or a function"}
                         [(property[Set(&Operand::property)] >>
                           x3::eps[MakeOperand(Operand::Kind::kProperty)]) |
                          (item_call[Set(&Operand::call)] >>
                           x3::eps[MakeOperand(Operand::Kind::kCall)])];

const x3::rule<struct ItemClass, ReturnItem> item = "item";
const auto item_def = item_value[Set(&ReturnItem::value)] >>
                      -(kw_as >>
                        spaced_identifier[SetText(&ReturnItem::alias)]);

const x3::rule<struct KeyTermClass, Operand> key_name = "name";
const auto key_name_def = spaced_identifier[([](auto& context) {
  Operand& value_of_key = x3::_val(context);
  value_of_key.kind = Operand::Kind::kTerm;
  value_of_key.term.text = x3::_attr(context).text;
  value_of_key.term.at = value_of_key.at = x3::_attr(context).at;
})];

const x3::rule<struct KeyClass, SortKey> key = "key";
const auto key_def = (item_value[Set(&SortKey::value)] |
                      key_name[Set(&SortKey::value)]) >>
                     -(kw_asc |
                       (kw_desc >> x3::eps[Put(&SortKey::descending, true)]));

const x3::rule<struct QueryClass, Query> query = "query";
const auto query_def = block[Append(&Query::blocks)] >>
                       *later_block[Append(&Query::blocks)] >>
                       -(kw_where >> expression[Set(&Query::where)]) >>
                       -(kw_return >> x3::eps[Put(&Query::has_return, true)] >>
                         ((star >> x3::eps[Put(&Query::return_all, true)]) |
                          (item[Append(&Query::items)] >>
                           *(comma >> item[Append(&Query::items)])))) >>
                       -(kw_order >> kw_by >> key[Append(&Query::keys)] >>
                         *(comma >> key[Append(&Query::keys)])) >>
                       -(kw_limit >> integer[Set(&Query::limit)]) >>
                       -(kw_offset >> integer[Set(&Query::offset)]);

const auto finish = -semicolon >> end_of_query;

const x3::rule<struct FindClass, Term> find_target = "words";
const auto find_target_def = quoted[MakeTerm(Term::Kind::kString)] |
                             name_word[MakeTerm(Term::Kind::kWords)];

const auto put_target = [](auto& context) {
  x3::_val(context).target = std::move(x3::_attr(context));
  x3::_val(context).has_target = true;
};

auto Kind(Statement::Kind kind) { return x3::eps[Put(&Statement::kind, kind)]; }

const x3::rule<struct PlainClass, Statement> plain = "statement";
const auto plain_def =
    (kw_describe >> Kind(Statement::Kind::kDescribe) >> term[put_target] >>
     -quantifier[Set(&Statement::depth)] >> finish) |
    (kw_find >> Kind(Statement::Kind::kFind) >> find_target[put_target] >>
     finish) |
    (kw_why >> Kind(Statement::Kind::kWhy) >>
     ((id_word[([](auto& context) {
         Statement& statement = x3::_val(context);
         statement.has_target = true;
         statement.target.kind = Term::Kind::kId;
         statement.target.text = x3::_attr(context).text;
         statement.target.at = x3::_attr(context).at;
       })] >>
       finish) |
      (query[Set(&Statement::query)] >> finish))) |
    (x3::eps >> Kind(Statement::Kind::kQuery) >>
     x3::eps[Put(&Statement::has_target, false)] >>
     query[Set(&Statement::query)] >> finish);

const x3::rule<struct StatementClass, Statement> statement = "statement";
auto WithMode(Statement::Mode mode) {
  return [mode](auto& context) {
    x3::_val(context) = std::move(x3::_attr(context));
    x3::_val(context).mode = mode;
  };
}
const auto statement_def =
    (kw_explain >> plain[WithMode(Statement::Mode::kExplain)]) |
    (kw_profile >> plain[WithMode(Statement::Mode::kProfile)]) | plain[whole];

BOOST_SPIRIT_DEFINE(words, term, node, quantifier, value_term, range, value,
                    compare, qualifier, qualifiers, path, label, atom, step,
                    sequence, edge, edge_label, labelled_edge, spaced_edge,
                    shortest, chain, block, later_block, property, call,
                    item_call, operand_term, operand, expression, comparison,
                    predicate, conjunction, item_value, item, key_name, key,
                    query, find_target, plain, statement)

}  // namespace

bool ParseStatement(const char32_t* first, const char32_t* last, Notes* notes,
                    Statement* out) {
  const auto parser = x3::with<NotesTag>(std::ref(*notes))[statement];
  return x3::parse(first, last, parser, *out);
}

}  // namespace tercet::query::syntax
