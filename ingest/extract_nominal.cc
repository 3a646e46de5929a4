// Facts of nouns that name events: "X's purchase of Y", "sanctions by X
// against Y", "talks between X and Y".

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest/extract_inflection.h"
#include "ingest/extract_rules.h"
#include "ingest/extract_status.h"

namespace tercet::text {
namespace {

using enum WordClass;

// Who does it and to whom, as far as the phrase says.
struct Event {
  std::vector<int> agents;
  int patient = -1;
  std::string preposition;  // that of the patient where the verb keeps it
  bool between = false;     // agents do it with each other
};

bool IsObjectPreposition(const EventNoun& noun, const std::string& p) {
  return std::find(noun.object_prepositions.begin(),
                   noun.object_prepositions.end(),
                   p) != noun.object_prepositions.end();
}

bool IsAgentive(const SentenceView& view, int i) {
  return view.IsName(i) || view.tree->IsPronoun(i) || view.Is(kRoleNoun, i) ||
         view.Is(kGroupNoun, i) || view.Is(kKinNoun, i);
}

void TakeNmod(const SentenceView& view, const EventNoun& noun, int i,
              Event* event) {
  const Tree& tree = *view.tree;
  const std::string p = tree.Preposition(i);
  if (p == "by") {
    for (int c : tree.Conjuncts(i)) event->agents.push_back(c);
  } else if (p == "between" && tree.Conjuncts(i).size() == 2) {
    event->between = true;
    event->agents = tree.Conjuncts(i);
  } else if (p.empty() || IsTime(view, i) || event->patient >= 0) {
    return;
  } else if (IsObjectPreposition(noun, p)) {
    event->patient = i;
  } else if (noun.curated &&
             (p == "to" || p == "with" || p == "for" || p == "against" ||
              p == "on" || p == "over" || p == "from")) {
    event->patient = i;
    event->preposition = p;
  }
}

Event EventOf(const SentenceView& view, const EventNoun& noun, int head) {
  const Tree& tree = *view.tree;
  Event event;
  for (int child : tree.children(head)) {
    switch (tree.deprel(child)) {
      case Deprel::kNmodPoss:
        if (IsAgentive(view, child) || tree.IsRelative(child)) {
          event.agents.push_back(Antecedent(tree, child));
        }
        break;
      case Deprel::kNmod:
        TakeNmod(view, noun, child, &event);
        break;
      case Deprel::kCompound:
      case Deprel::kAmod:
        // "U.S. plans", "Chinese sanctions": a country acts.
        if (noun.curated && view.IsName(child) &&
            view.TypeOf(child) == EntityType::kPlace) {
          event.agents.push_back(child);
        }
        break;
      default:
        break;
    }
  }
  return event;
}

// "angered Oslo, resulting in sanctions against Z": who was angered reacts.
int ReactingAgent(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  for (const Clause& clause : view.clauses) {
    const std::string& lemma = tree.lemma(clause.head);
    const bool result = (lemma == "result" && tree.Preposition(head) == "in") ||
                        (lemma == "lead" && tree.Preposition(head) == "to");
    if (!result || tree.head(head) != clause.head || clause.governor < 0 ||
        clause.link != Deprel::kAdvcl) {
      continue;
    }
    const Clause& cause = view.clauses[clause.governor];
    if (cause.objects.size() == 1 && IsAgentive(view, cause.objects[0])) {
      return cause.objects[0];
    }
  }
  return -1;
}

// "a visit on Monday", "the trip starting Sunday": when the event is.
void AddEventTime(const SentenceView& view, int head, Proposition* p) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(head)) {
    const bool hangs = tree.deprel(child) == Deprel::kNmod ||
                       tree.deprel(child) == Deprel::kNmodUnmarked;
    if (hangs && IsTime(view, child) && !tree.Has(child, Deprel::kNmodPoss)) {
      p->when = PhraseWithPreposition(tree, view.number, child);
      return;
    }
  }
  for (const Clause& clause : view.clauses) {
    const std::string& lemma = tree.lemma(clause.head);
    if ((lemma != "start" && lemma != "begin") || !tree.IsGerund(clause.head) ||
        clause.head < head || clause.obliques.empty() ||
        !IsTime(view, clause.obliques.front())) {
      continue;
    }
    // Right behind the phrase of the event.
    const bool beside =
        tree.Below(clause.head - 1, head) || tree.head(clause.head) == head;
    if (!beside) continue;
    p->when = Phrase(tree, view.number, clause.obliques.front());
    return;
  }
}

// "will embark on a visit to Oslo", "the talks between X and Y are to begin":
// as planned as the clause that the event is the subject or the whole of.
void TakeStatus(const SentenceView& view, int head, Proposition* p) {
  const Tree& tree = *view.tree;
  const Deprel r = tree.deprel(head);
  for (size_t c = 0; c < view.clauses.size(); ++c) {
    const Clause& clause = view.clauses[c];
    const Status status = view.attitudes[c].status;
    const bool meant = status == Status::kPlanned ||
                       status == Status::kPossible ||
                       status == Status::kHypothetical;
    const auto has = [&](const std::vector<int>& heads) {
      return std::find(heads.begin(), heads.end(), head) != heads.end();
    };
    const bool held = view.Is(kLightVerb, clause.head) ||
                      view.Is(kPhaseVerb, clause.head) ||
                      tree.lemma(clause.head) == "embark";
    const bool whole = held && (has(clause.objects) || has(clause.obliques)) &&
                       tree.head(head) == clause.head;
    const bool subject = status == Status::kPlanned && has(clause.subjects) &&
                         (r == Deprel::kNsubj || r == Deprel::kNsubjPass);
    if (meant && (whole || subject) && p->status == Status::kAsserted) {
      p->status = status;
    }
  }
}

void EventFacts(const SentenceView& view, int head, const EventNoun& noun,
                Propositions* out) {
  const Tree& tree = *view.tree;
  Event event = EventOf(view, noun, head);
  if (event.agents.empty() && noun.curated && event.patient >= 0) {
    const int agent = ReactingAgent(view, head);
    if (agent >= 0) event.agents.push_back(agent);
  }
  if (event.agents.empty()) return;
  std::string verb = ThirdPerson(noun.verb.substr(0, noun.verb.find(' ')));
  if (noun.verb.find(' ') != std::string::npos) {
    verb += noun.verb.substr(noun.verb.find(' '));
  }
  if (event.between) {
    out->push_back(OfNoun(view, head, event.agents[0], verb + " with",
                          Phrase(tree, view.number, event.agents[1]),
                          "nominal"));
    AddEventTime(view, head, &out->back());
    TakeStatus(view, head, &out->back());
    return;
  }
  if (event.patient < 0) return;
  for (int agent : event.agents) {
    for (int patient : tree.Conjuncts(event.patient)) {
      Proposition p =
          OfNoun(view, head, agent,
                 event.preposition.empty()
                     ? verb
                     : absl::StrCat(verb, " ", event.preposition),
                 Phrase(tree, view.number, NamedBy(tree, patient)), "nominal");
      p.confidence = noun.curated ? 0.55 : 0.45;
      AddEventTime(view, head, &p);
      TakeStatus(view, head, &p);
      out->push_back(std::move(p));
    }
  }
}

}  // namespace

void NominalFacts(const SentenceView& view, Propositions* out) {
  const Tree& tree = *view.tree;
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kNoun) continue;
    const EventNoun* noun = view.lexicon->Event(tree.lemma(i));
    if (noun != nullptr) EventFacts(view, i, *noun, out);
  }
}

}  // namespace tercet::text
