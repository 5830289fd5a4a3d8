"""Asks the service with simple-salesforce; run.sh starts it and says where it is.

The library writes https into every address. The service speaks plain HTTP on loopback, so the
`session` that its constructor takes gets an adapter for that one address; with TLS in front of the
service nothing of this is needed.
"""

import os
import sys
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceExpiredSession, SalesforceResourceNotFound

URL = os.environ["EARMARK_URL"]
TOKEN = os.environ["EARMARK_TOKEN"]
CALL = "6qrWs000004Tb7KIAS"


class Plain(HTTPAdapter):
    """Sends what is addressed to https by http."""

    def send(self, request, **options):
        request.url = request.url.replace("https://", "http://", 1)
        return super().send(request, **options)


def connect(token):
    session = requests.Session()
    session.trust_env = False
    session.mount(f"https://{urlsplit(URL).netloc}/", Plain())
    return Salesforce(instance_url=URL, session_id=token, version="65.0", session=session)


def check(what, well):
    print(f"  {what}" if well else f"  {what}: not as it should be")
    return well


def refused(error, ask):
    try:
        ask()
    except error:
        return True
    return False


def main():
    org = connect(TOKEN)
    found = org.query("SELECT Id, Name, Owner.Name FROM VideoCall ORDER BY StartDateTime DESC LIMIT 2")
    every = list(org.query_all_iter("SELECT Id FROM VideoCall"))
    record = org.VideoCall.get(CALL)
    body = {"inputs": [{"recordId": CALL}]}
    answers = org.restful("actions/standard/getConversationIntelligence", method="POST", json=body)
    outputs = answers[0]["outputValues"]
    fields = {field["name"] for field in org.VideoCall.describe()["fields"]}
    results = [
        check("query", len(found["records"]) == 2 and found["records"][0]["Owner"]["Name"]),
        check("query_all_iter", CALL in {call["Id"] for call in every}),
        check("VideoCall.get", record["Name"].startswith("Corran Bay Oysters")),
        check("VideoCall.describe", {"Id", "Name", "StartDateTime"} <= fields),
        check("restful", answers[0]["isSuccess"] and len(outputs["momentInsights"]) > 0),
        check("api_usage", org.api_usage["api-usage"].total == 15_000),
        check(
            "a record that is not there",
            refused(SalesforceResourceNotFound, lambda: org.VideoCall.get("6qrWs000009ZZZZ")),
        ),
        check(
            "a wrong token",
            refused(SalesforceExpiredSession, lambda: connect("wrong").VideoCall.get(CALL)),
        ),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
