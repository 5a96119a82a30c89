from interactions.history.columns.small_lru_cache import SmallLRUCache


def test_the_last_few_stay_and_the_one_unused_longest_goes():
    built, recent = [], SmallLRUCache[str, str](2)

    def ask(key):
        return recent.get_or_build(key, lambda: built.append(key) or key.upper())

    assert [ask(key) for key in "abacab"] == list("ABACAB")
    assert built == list("abcb")
    assert list(recent.values) == ["a", "b"]
