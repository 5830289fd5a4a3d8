#!/bin/sh
# Signs in, reads a call and signs out with curl; run.sh starts the service and says where it is.
# Tokens go to curl through its standard input, as arguments can be read by others.
set -eu

call=6qrWs000004Tb7KIAS
verifier=invented-verifier-for-the-tests-of-other-tools-0001
challenge=szhPDZirhTBj5oSaKf-dCk9mwaWTa_M2KBn25uxoIHM
back=http://localhost:1717/OauthRedirect
data=/services/data/v67.0
failed=0

# Prints status, headers and body of a path, with a token.
ask() {
    token=$1 path=$2
    shift 2
    printf 'header = "Authorization: Bearer %s"\n' "$token" |
        curl --silent --show-error --max-time 10 --include --config - "$@" "$EARMARK_URL$path"
}

# Posts a form whose lines are on standard input.
form() {
    curl --silent --show-error --max-time 10 --include --data @- "$EARMARK_URL$1"
}

# Whether a text has a part.
expect() {
    case $2 in
    *"$3"*) echo "  $1" ;;
    *)
        echo "  $1: no \"$3\" in"
        printf '%s\n' "$2" | sed 's/00D[^"]*![^"]*/(a token)/' | head -n 20
        failed=1
        ;;
    esac
}

# The string under a key of a JSON text.
string() {
    printf '%s' "$2" | sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"
}

input="{\"inputs\":[{\"recordId\":\"$call\"}]}"
json='Content-Type: application/json'

expect "versions without a token" \
    "$(curl --silent --max-time 10 "$EARMARK_URL/services/data/")" '"version":"67.0"'
expect "insights" \
    "$(ask "$EARMARK_TOKEN" $data/actions/standard/getConversationIntelligence \
        --header "$json" --data "$input")" '"isSuccess":true'
expect "usage" \
    "$(ask "$EARMARK_TOKEN" $data/actions/standard)" 'api-usage=2/15000'
expect "a compressed transcript" \
    "$(ask "$EARMARK_TOKEN" $data/actions/standard/getConversationTranscript \
        --compressed --header "$json" --data "$input")" 'structuredTranscript'
expect "errors in XML" \
    "$(ask wrong $data/actions --header 'Accept: application/xml')" \
    '<errorCode>INVALID_SESSION_ID</errorCode>'
expect "a record" \
    "$(ask "$EARMARK_TOKEN" "$data/sobjects/VideoCall/$call")" 'Corran Bay Oysters'
expect "a query" \
    "$(ask "$EARMARK_TOKEN" "$data/query" --get \
        --data-urlencode "q=SELECT Id, Name FROM VideoCall WHERE Id = '$call'")" '"totalSize":1'

asked="response_type=code&client_id=PlatformCLI&redirect_uri=$back&state=s1"
found=$(curl --silent --max-time 10 --include \
    "$EARMARK_URL/services/oauth2/authorize?$asked&code_challenge=$challenge")
expect "a code" "$found" "$back?code="
code=$(printf '%s' "$found" | sed -n 's/.*[?&]code=\([^&]*\)&state=s1.*/\1/p')
redeem() {
    printf 'grant_type=authorization_code&client_id=PlatformCLI&redirect_uri=%s' "$back"
    printf '&code=%s&code_verifier=%s' "$code" "$verifier"
}
tokens=$(redeem | form /services/oauth2/token)
expect "tokens for it" "$tokens" '"token_type":"Bearer"'
refresh=$(string refresh_token "$tokens")
tokens=$(printf 'grant_type=refresh_token&client_id=PlatformCLI&refresh_token=%s' "$refresh" |
    form /services/oauth2/token)
expect "a token for a refresh token" "$tokens" '"access_token":"00D'
access=$(string access_token "$tokens")
expect "what it opens" "$(ask "$access" $data/actions)" '200 OK'
expect "whose it is" "$(ask "$access" /services/oauth2/userinfo)" '"preferred_username":'
expect "signing out" \
    "$(printf 'token=%s' "$refresh" | form /services/oauth2/revoke)" '200 OK'
expect "nothing after it" \
    "$(ask "$access" $data/actions)" '401 Unauthorized'
expect "a code opens once" "$(redeem | form /services/oauth2/token)" '"error":"invalid_grant"'
exit "$failed"
