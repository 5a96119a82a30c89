"""The attached data of the sample (docs/ucs-protocol.md §4): what routing, channels and the business leave
behind."""

from datetime import datetime

from samplecentre.channel_udata import CHANNEL_UDATA_BUILDERS, Udata, generate_hexadecimal
from samplecentre.people import SampleAgent, SampleCustomer
from samplecentre.thread import SampleThread

ROUTING_STRATEGIES = {
    "voice": ("voice-inbound-main", "481"),
    "chat": ("chat-inbound-main", "482"),
    "email": ("email-inbound-classify", "483"),
    "sms": ("sms-session-inbound", "480"),
    "social": ("social-inbound", "485"),
    "callback": ("callback-dispatch", "486"),
    "workitem": ("workitem-approval", "487"),
}


def build_routing_udata(thread: SampleThread, channel: str, agent: SampleAgent | None) -> Udata:
    """The block that URS writes when it is told to report targets, which it often is not
    (docs/ucs-protocol.md §4.1)."""
    rng = thread.rng
    if rng.random() < 0.22:
        return {}
    strategy, number = ROUTING_STRATEGIES[channel]
    skilled = rng.random() < 0.35
    target = (
        f"?:{thread.reason.skill}>1"
        if skilled
        else f"Agent Group {agent.group if agent else thread.reason.group}"
    )
    block: Udata = {
        "RTargetTypeSelected": "2",
        "RTargetRequested": target,
        "RTargetObjectSelected": target,
        "RTargetObjSelDBID": "" if skilled else str(agent.group_dbid if agent else 123),
        "RTargetAgentGroup": target,
        "RTargetRuleSelected": "",
        "RStrategyName": strategy,
        "RStrategyDBID": number,
        "RTenant": "defaultTenant",
        "RVQID": generate_hexadecimal(rng, 32) if channel in ("voice", "chat") else "",
        "RRequestedSkillCombination": f"{thread.reason.skill}=2" if skilled else "",
    }
    if agent:
        block |= {
            "RTargetAgentSelected": agent.employee,
            "RTargetAgSelDBID": str(agent.dbid),
            "RTargetPlaceSelected": f"Place_{agent.employee}",
            "RTargetPlSelDBID": str(agent.dbid + 300),
        }
    if skilled:
        block["RRequestedSkills"] = {thread.reason.skill: "2", thread.facts["tongue"]: "1"}
        block[f"PegAG{target}"] = rng.randrange(1, 4)
    if rng.random() < 0.55:
        block |= dict.fromkeys(
            ("CBR-actual_volume", "CBR-Interaction_cost", "CBR-contract_DBIDs", "CBR-IT-path_DBIDs"), ""
        )
    return block


def build_customer_udata(customer: SampleCustomer) -> Udata:
    """Name, telephone number and e-mail address, by the keys of docs/ucs-protocol.md §4.2."""
    return {
        "ContactId": customer.identifier,
        "FirstName": customer.first,
        "LastName": customer.last,
        "EmailAddress": customer.mail,
        "PhoneNumber": customer.phone,
    }


def build_contact_udata(thread: SampleThread) -> Udata:
    """Who it is, as identification found it."""
    customer = thread.customer
    known = build_customer_udata(customer) | {
        "IdentifyCreateContact": 3,
        "CustomerSegment": customer.segment,
        "ServiceType": "default",
        "ServiceObjective": thread.rng.choice((20, 60, "", "")),
    }
    if thread.rng.random() < 0.3:
        known |= {
            "PreferredAgent_EmployeeID": thread.agent.employee,
            "LastCalledAgent_EmployeeID": thread.agent.employee,
        }
    return known


def build_business_udata(thread: SampleThread, *, disposition: bool = True) -> Udata:
    """What the company itself attaches: the numbers of the matter, a disposition and what the agent noted."""
    rng, facts = thread.rng, thread.facts
    keys: Udata = {
        "Subject": thread.subject,
        "Matter": thread.reason.key,
        "Priority": rng.choice((1, 3, 3, 5)),
        "Language": thread.facts["tongue"],
        "ParcelNumber": facts["parcel"] if thread.reason.group == "Deliveries" else None,
        "OrderNumber": facts["order"],
        "InvoiceNumber": facts["invoice"] if thread.reason.group == "Billing" else "",
        "CaseReference": facts["case"],
    }
    if thread.reason.group == "Contracts":
        keys["ContractNumber"] = facts["contract"]
    if thread.reason.group == "Claims":
        keys |= {"ClaimNumber": facts["claim"], "ClaimAmount": {"value": facts["amount"], "currency": "EUR"}}
    if thread.service_id:
        keys["service_id"] = thread.service_id
    if disposition and thread.status == 3:
        keys["DispositionCode"] = rng.choice(thread.reason.texts["dispositions"])
    return keys


def build_thread_udata(
    thread: SampleThread, channel: str, moment: datetime, agent: SampleAgent | None, *, note: str = ""
) -> Udata:
    """All of a routed interaction's data, in no particular order, as a UCS gives it."""
    route = {"twitter": "social", "facebook": "social"}.get(channel, channel)
    own = CHANNEL_UDATA_BUILDERS[channel](thread, moment) if channel in CHANNEL_UDATA_BUILDERS else {}
    data = (
        build_routing_udata(thread, route, agent)
        | build_contact_udata(thread)
        | build_business_udata(thread)
        | own
    )
    if note:
        data["Notes"] = note
    names = sorted(data)
    thread.rng.shuffle(names)
    return {name: data[name] for name in names}
