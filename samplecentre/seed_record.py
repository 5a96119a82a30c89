"""The record that the API's own document shows, value by value (Query Interactions 8.0), with contents
that fit it: an SMS chat of 44 seconds about parcel 4471, invented.
"""

from datetime import UTC, datetime
from typing import Any

from contactserver.loaders.stored_records import InteractionRecord
from samplecentre.interaction import build_stored_content
from samplecentre.pdf_writer import build_pdf
from samplecentre.seeded_random import build_random
from samplecentre.transcripts import LEFT_REASON, TranscriptWriter

SEED_CUSTOMER_ID = "00001a57JGQ00BVU"
SEED_INTERACTION_ID = "00001a57JGQ00BW8"
SEED_THREAD_ID = "00001a57JGQ00BW9"
SEED_SERVICE_ID = "4471"
SEED_SESSION_START = datetime(2009, 8, 5, 9, 33, 10, tzinfo=UTC)
SEED_SESSION_END = datetime(2009, 8, 5, 9, 34, 4, 140000, tzinfo=UTC)

SEED_UDATA: dict[str, Any] = {
    "RTargetTypeSelected": "2",
    "RRequestedSkillCombination": "",
    "ChatServerHost": "SUITE80",
    "CustomerSegment": "default",
    "RTargetObjectSelected": "Agent Group Everybody",
    "RTargetRuleSelected": "",
    "RTargetPlaceSelected": "Place_1002",
    "RTargetAgentGroup": "Agent Group Everybody",
    "RTargetObjSelDBID": "123",
    "ServiceType": "default",
    "_smsSrcNumber": "+33298143456",
    "RTargetAgentSelected": "1002",
    "RTenant": "defaultTenant",
    "RVQID": "",
    "CBR-contract_DBIDs": "",
    "CBR-Interaction_cost": "",
    "ChatServerPort": "23874",
    "_smsDestNumber": "+33298143322",
    "RTargetRequested": "Agent Group Everybody",
    "CBR-IT-path_DBIDs": "",
    "RStrategyDBID": "480",
    "CBR-actual_volume": "",
    "RStrategyName": "sms-session-inbound",
}
SEED_DOCUMENT: dict[str, Any] = {
    "external_id": "00AF4A7951D60009",
    "established_date": "2009-08-05T09:33:15.000Z",
    "media_type": "chat",
    "udata": SEED_UDATA,
    "status": 3,
    "subject": "SMS chat",
    "timeshift": 1,
    "type": "Inbound",
    "interaction_id": SEED_INTERACTION_ID,
    "allow_children": True,
    "end_date": "2009-08-05T09:34:04.140Z",
    "owner_id": 124,
    "sub_type": "InboundNew",
    "released_date": "2009-08-05T09:33:59.000Z",
    "entity_type": 2,
    "creator_app_id": 175,
    "thread_id": SEED_THREAD_ID,
    "start_date": "2009-08-05T09:33:10.000Z",
    "structured_text_mime": "text/xml",
    "customer_id": SEED_CUSTOMER_ID,
}
SPOKEN_LINES = (  # seconds after the line before, who, what
    (1, "agent", "Hello, this is customer care. How can I help?"),
    (5, "customer", "hi my parcel 4471 says delivered but its not here"),
    (3, "customer", "can u check pls"),
    (9, "agent", "I am sorry about that. One moment, I am looking at the carrier scan."),
    (
        13,
        "agent",
        "The carrier left parcel 4471 at the pick-up point, 12 rue de Siam, open until 19:00 today. "
        "I will send you the code by SMS.",
    ),
    (6, "customer", "ok great thx"),
    (5, "agent", "You are welcome. Have a good day!"),
)


def build_seed_record() -> InteractionRecord:
    """The record with its three contents."""
    pen = _build_seed_transcript()
    return InteractionRecord(
        document=SEED_DOCUMENT,
        service_id=SEED_SERVICE_ID,
        contents={
            "plain_text": build_stored_content(
                "text/plain; charset=utf-8", pen.build_text(), SEED_SESSION_END
            ),
            "structured_text": build_stored_content("text/xml", pen.build_xml(), SEED_SESSION_END),
            "binary_content": build_stored_content(
                "application/pdf", _build_pick_up_slip(), SEED_SESSION_END
            ),
        },
    )


def _build_seed_transcript() -> TranscriptWriter:
    pen = TranscriptWriter(SEED_INTERACTION_ID, SEED_SESSION_START, build_random(SEED_INTERACTION_ID))
    parties = {"customer": pen.join(SEED_UDATA["_smsSrcNumber"], "CLIENT", offset=120)}
    parties["agent"] = pen.wait(5).join("Agent 1002", "AGENT", person_id="1002", offset=120)
    for seconds, who, text in SPOKEN_LINES:
        pen.wait(seconds).say(parties[who], text)
    pen.wait(2).leave(parties["agent"], LEFT_REASON)
    pen.leave(parties["customer"], LEFT_REASON)
    return pen


def _build_pick_up_slip() -> bytes:
    """The pick-up slip that the driver's device printed."""
    return build_pdf(
        [
            (56, 780, 22, "Pick-up slip"),
            (56, 744, 12, "Parcel 4471"),
            (56, 724, 12, "Nobody was met. The parcel waits for you at:"),
            (56, 696, 16, "12 rue de Siam, Brest"),
            (56, 672, 12, "Open until 19:00"),
            (56, 640, 11, "Bring this slip, or the code that is sent to your telephone."),
            (56, 600, 9, "Wednesday 5 August 2009, 09:04, round 17"),
        ],
        [764, 626],
        "Pick-up slip 4471",
    )
