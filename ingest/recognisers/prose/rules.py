"""How rules are asked: in order, the first that knows decides, and its name is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from ingest.recognisers.prose.meanings import Left, LineItem
from ingest.recognisers.prose.projects import Known
from ingest.recognisers.prose.reading import Reading
from ingest.recognisers.prose.scope import Scope

Said = TypeVar("Said")
Asked = TypeVar("Asked", bound=Callable[..., Any])


class Ruling(NamedTuple, Generic[Said]):
    """What a rule says that also moves the scope; one that says None leaves the rest to the rules after it."""

    said: Said | None
    scope: Scope


# what a rule says of an amount's line item or project, or why it isn't claimed
FoundLine = LineItem | Left | Ruling[LineItem | Left] | None
# what a rule says of an amount, None where it doesn't know
Rule = Callable[[Reading, Scope, Known], Said | Ruling[Said] | None]


def needs(*kinds: str) -> Callable[[Asked], Asked]:
    """Marks a rule that knows nothing of phrases without a label of one of these kinds: it isn't asked of them."""

    def marked(rule: Asked) -> Asked:
        rule.needs = frozenset(kinds)  # type: ignore[attr-defined]
        return rule

    return marked


class Asking(Generic[Asked]):
    """Rules in their order."""

    def __init__(self, *rules: Asked) -> None:
        self.rules = rules
        self._by_kinds: dict[frozenset[str], tuple[Asked, ...]] = {}

    def of(self, kinds: frozenset[str]) -> tuple[Asked, ...]:
        """Those that may know something of a phrase with labels of some kinds."""
        found = self._by_kinds.get(kinds)
        if found is None:
            asked = (rule for rule in self.rules if not (wanted := getattr(rule, "needs", None)) or wanted & kinds)
            found = self._by_kinds[kinds] = tuple(asked)
        return found


class Rules(Asking[Rule[Said]], Generic[Said]):
    """Rules for what an amount is."""

    def decide(self, reading: Reading, scope: Scope, known: Known) -> tuple[Said | None, Scope, str]:
        """What the first rule that knows says, the scope after it, and the rule's name; None and "" where none knows."""
        kinds = reading.phrase.kinds
        for rule in self._by_kinds.get(kinds) or self.of(kinds):
            found = rule(reading, scope, known)
            if found is None:
                continue
            if isinstance(found, Ruling):
                scope = found.scope
                if found.said is None:
                    continue
                found = found.said
            return found, scope, rule.__name__
        return None, scope, ""
