from interactions.history.columns.row_columns.small_lru_cache import SmallLRUCache


def test_the_last_few_are_kept_and_the_one_asked_for_longest_ago_goes() -> None:
    made, recent = [], SmallLRUCache[str, str](2)

    def ask(key: str) -> str:
        return recent.get(key, lambda: made.append(key) or key.upper())

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert made == list("abcb")
    assert list(recent.values) == ["a", "b"]
