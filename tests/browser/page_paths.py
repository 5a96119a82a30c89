"""The pages that every browser check goes through, in the sample contact centre."""

from datetime import date, timedelta

SEED_INTERACTION_ID = "00001a57JGQ00BW8"
SEED_CUSTOMER_ID = "00001a57JGQ00BVU"
SEED_THREAD_ID = "00001a57JGQ00BW9"

# The sample is dated in the weeks before it was loaded.
LAST_WEEKS = (date.today() - timedelta(weeks=14)).isoformat()

PAGE_PATHS = {
    "search": "/",
    "timeline": f"/customers/{SEED_CUSTOMER_ID}",
    "timeline-filtered": f"/customers/{SEED_CUSTOMER_ID}?media=chat&direction=inbound&from=2009-05-01",
    "timeline-udata": f"/customers/{SEED_CUSTOMER_ID}?udata=ServiceType%3Ddefault&udata=Matter",
    "timeline-busy": "/customers/00001aI4Y03000BG",
    "timeline-odd": "/customers/00001aSHOWODD001",
    "timeline-nothing": f"/customers/{SEED_CUSTOMER_ID}?q=nobody-wrote-this",
    "paper": "/customers/00001aI4Y03000BG/print?media=chat&media=email",
    "timeline-zone": "/customers/00001aI7KRT000BN?tz=America/Argentina/Buenos_Aires",
    "timeline-no-zone": f"/customers/{SEED_CUSTOMER_ID}?tz=Mars/Olympus",
    "time-zone": "/time-zone",
    "timeline-unknown": "/customers/00001aNOBODY0001",
    "service": "/services/4471",
    "threads": f"/customers/{SEED_CUSTOMER_ID}/threads",
    "threads-matching": f"/customers/{SEED_CUSTOMER_ID}/threads?media=chat&media=sms&order=oldest",
    "threads-none": f"/customers/{SEED_CUSTOMER_ID}/threads?q=nobody-wrote-this",
    "journey": f"/customers/{SEED_CUSTOMER_ID}/journey?thread={SEED_THREAD_ID}",
    "journey-period": f"/customers/{SEED_CUSTOMER_ID}/journey?from={LAST_WEEKS}",
    "journey-busy": "/customers/00001aI4Y03000BG/journey",
    "journey-none": f"/customers/{SEED_CUSTOMER_ID}/journey?thread=nobody",
    "compare": f"/compare?a={SEED_INTERACTION_ID}&b=00001a57JHD00BWF",
    "compare-differences": f"/compare?a={SEED_INTERACTION_ID}&b=00001aNOBODY0001&only=differences",
    "compare-ask": "/compare",
    "interaction": f"/interactions/{SEED_INTERACTION_ID}",
    "transcript-found": "/interactions/00001aCHAT000001?find=parcel",
    "tree": "/interactions/00001aFILE000009",
    "table": "/interactions/00001aFILE000011",
    "plain-text": f"/interactions/{SEED_INTERACTION_ID}/plain_text",
    "binary": f"/interactions/{SEED_INTERACTION_ID}/binary_content",
    "mail": "/interactions/00001aMAIL000001/binary_content",
    "mail-attachments": "/interactions/00001aMAIL000002/binary_content",
    "mail-forwarded": "/interactions/00001aMAIL000009/binary_content",
    "mail-part": "/interactions/00001aMAIL000002/binary_content/parts/4",
    "mail-part-as-text": "/interactions/00001aMAIL000002/binary_content/parts/4?as=text/plain",
    "mail-in-mail": "/interactions/00001aMAIL000009/binary_content/parts/2",
    "part-in-part": "/interactions/00001aMAIL000009/binary_content/parts/2/2",
    "mail-invitation": "/interactions/00001aMAIL000003/binary_content",
    "calendar": "/interactions/00001aMAIL000011/binary_content/parts/2",
    "contact": "/interactions/00001aMAIL000003/binary_content/parts/3",
    "mail-quoted": "/interactions/00001aMAIL000012/binary_content",
    "recording": "/interactions/00001aFILE000002/binary_content",
    "image": "/interactions/00001aFILE000007/binary_content",
    "archive": "/interactions/00001aFILE000014/binary_content",
    "archive-inside": "/interactions/00001aFILE000014/binary_content/parts/6",
    "part-image": "/interactions/00001aMAIL000002/binary_content/parts/3",
    "part-recording": "/interactions/00001aMAIL000002/binary_content/parts/7",
    "part-waveform": "/interactions/00001aMAIL000002/binary_content/parts/7/waveform",
    "part-pdf": "/interactions/00001aMAIL000002/binary_content/parts/2",
    "waveform": "/interactions/00001aFILE000001/binary_content/waveform",
    "unknown": "/interactions/00001aNOBODY0001",
    "malformed": "/interactions/no%20id",
    "no-page": "/no/such/page",
}
