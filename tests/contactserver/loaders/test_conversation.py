"""Threads depend on which mails there are and on nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contactserver.loaders.conversation import MailConversations, MailLinks


def links(interaction_id, message_id=None, references="", reply_to=""):
    headers = {"Message-Id": message_id, "REFERENCES": references, "In-Reply-To": reply_to}
    return MailLinks.of(interaction_id, headers)


def roots(*mails):
    conversations = MailConversations(mails)
    return {mail.interaction_id: conversations.find_root(mail.interaction_id) for mail in mails}


@pytest.mark.parametrize(
    ("references", "reply_to", "earlier"),
    [
        ("<a@x>\n <b@x>", "<b@x>", ("a@x", "b@x")),
        ("<b@x> <a@x>", "<b@x>", ("a@x", "b@x")),
        ("", "Your message of Monday <a@x>", ("a@x",)),
        ("", "Message from Jane <jane@example.com> of Monday <a@x>", ("a@x",)),
        (["<a@x>", "<b@x>"], "", ("a@x", "b@x")),
        ("<self@x> <a@x> <a@x>", None, ("a@x",)),
        ("< a@x > <b", "no brackets", ("a@x",)),
        (7, {}, ()),
    ],
)
def test_what_a_mail_answers(references, reply_to, earlier):
    assert links("1", "<self@x>", references, reply_to).earlier == earlier


def test_of_very_many_references_the_first_and_the_latest_count():
    earlier = links("1", None, " ".join(f"<{n}@x>" for n in range(5000))).earlier
    assert (earlier[0], earlier[-1], len(earlier)) == ("0@x", "4999@x", 200)


def test_a_thread_is_named_by_its_beginning_even_when_that_is_not_there():
    mails = [links("3", "<c@x>", "<a@x> <b@x>"), links("2", "<b@x>", reply_to="<a@x>"), links("9", "<z@x>")]
    assert roots(*mails) == {"3": "a@x", "2": "a@x", "9": "z@x"}


def test_a_late_mail_joins_two_threads():
    apart = [links("1", "<a@x>"), links("3", "<c@x>", reply_to="<b@x>")]
    assert len(set(roots(*apart).values())) == 2
    assert set(roots(*apart, links("2", "<b@x>", reply_to="<a@x>")).values()) == {"a@x"}


def test_mails_without_message_id_stand_alone():
    assert len(set(roots(links("1"), links("2")).values())) == 2


def test_the_parent_is_the_nearest_earlier_mail_that_is_there():
    mails = [links("1", "<a@x>"), links("4", "<d@x>", "<a@x> <b@x> <c@x>"), links("2", "<b@x>", "<a@x>")]
    conversations = MailConversations(mails)
    assert conversations.find_parent_id("4") == "2"
    assert conversations.find_parent_id("2") == "1"
    assert conversations.find_parent_id("1") is None


def test_two_mails_of_one_message_id_and_mails_that_answer_each_other():
    mails = [links("2", "<a@x>"), links("1", "<a@x>"), links("3", "<b@x>", "<a@x>")]
    assert (
        MailConversations(mails).find_parent_id("3")
        == MailConversations(mails[::-1]).find_parent_id("3")
        == "1"
    )
    assert roots(links("1", "<a@x>", "<b@x>"), links("2", "<b@x>", "<a@x>")) == {"1": "a@x", "2": "a@x"}


NAMES = st.sampled_from([f"<{letter}@x>" for letter in "abcdefgh"])


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=4)), max_size=8), st.randoms())
def test_the_order_does_not_matter(facts, random):
    mails = [links(str(n), name, " ".join(earlier)) for n, (name, earlier) in enumerate(facts)]
    shuffled = random.sample(mails, len(mails))
    assert roots(*mails) == roots(*shuffled)
    one, other = MailConversations(mails), MailConversations(shuffled)
    assert all(one.find_parent_id(m.interaction_id) == other.find_parent_id(m.interaction_id) for m in mails)
