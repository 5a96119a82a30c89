import json


def test_the_record_is_what_the_ucs_sent(client_in, store, record):
    store(record("00001aTESTCHAT01", subject="Où est mon colis ?", x_own={"a": [1, None]}))
    response = client_in.get("/api/interactions/00001aTESTCHAT01")
    document = json.loads(response.content)
    assert response["Content-Type"] == "application/json"
    assert document["interaction_id"] == "00001aTESTCHAT01"
    assert document["subject"] == "Où est mon colis ?"
    assert document["x_own"] == {"a": [1, None]}


def test_a_one_element_array_is_taken_off(client_in, store, record, settings):
    store(record("00001aTESTCHAT01"))
    settings.CONTACTSERVER_ARRAY = True
    assert client_in.get("/api/interactions/00001aTESTCHAT01").json()["interaction_id"]
