// Asks the service with jsforce; run.sh starts it and says where it is.
'use strict';

const { Connection, OAuth2 } = require('jsforce');

const url = process.env.EARMARK_URL;
const accessToken = process.env.EARMARK_TOKEN;
const call = '6qrWs000004Tb7KIAS';
const action = '/services/data/v65.0/actions/standard/getConversationIntelligence';
let failed = 0;

function check(what, well) {
  console.log(well ? `  ${what}` : `  ${what}: not as it should be`);
  if (!well) failed = 1;
}

// What a browser would bring back to the app.
async function code(oauth2) {
  const response = await fetch(oauth2.getAuthorizationUrl({ scope: 'api refresh_token' }), {
    redirect: 'manual',
  });
  return new URL(response.headers.get('location')).searchParams.get('code');
}

async function reading() {
  const org = new Connection({ instanceUrl: url, accessToken, version: '65.0' });
  const found = await org.query('SELECT Id, Owner.Name FROM VideoCall ORDER BY Name LIMIT 3');
  check('query', found.records.length === 3 && found.records[0].Owner.Name.length > 0);
  const sobject = org.sobject('VideoCall');
  const record = await sobject.retrieve(call);
  check('retrieve', record.Name.startsWith('Corran Bay Oysters'));
  const chosen = await sobject.find({ Id: call }, ['Id', 'Name']);
  check('find', chosen.length === 1 && chosen[0].Id === call);
  const answers = await org.request.call(org, {
    method: 'POST',
    url: action,
    body: JSON.stringify({ inputs: [{ recordId: call }] }),
    headers: { 'content-type': 'application/json' },
  });
  check('request', answers[0].isSuccess && answers[0].outputValues.momentInsights.length > 0);
  const posted = await org.requestPost(action, { inputs: [{ recordId: call }] });
  check('requestPost', posted[0].actionName === 'getConversationIntelligence');
  const identity = await org.identity();
  check('identity', identity.username.includes('@') && identity.user_id.startsWith('005'));
  check('limitInfo', org.limitInfo.apiUsage.limit === 15000);
  const limits = await org.limits();
  check('limits', limits.DailyApiRequests.Max === 15000);
}

async function signingIn() {
  const oauth2 = new OAuth2({
    loginUrl: url,
    clientId: 'PlatformCLI',
    redirectUri: 'http://localhost:1717/OauthRedirect',
    useVerifier: true,
  });
  const tokens = await oauth2.requestToken(await code(oauth2), {
    code_verifier: oauth2.codeVerifier,
  });
  check('requestToken', tokens.instance_url === url && tokens.refresh_token.length > 0);
  const renewed = await oauth2.refreshToken(tokens.refresh_token);
  check('refreshToken', renewed.access_token !== tokens.access_token);

  const org = new Connection({ oauth2 });
  oauth2.codeVerifier = new OAuth2({ ...oauth2, useVerifier: true }).codeVerifier;
  const user = await org.authorize(await code(oauth2), { code_verifier: oauth2.codeVerifier });
  check('authorize', user.id.startsWith('005') && user.organizationId.startsWith('00D'));

  let refreshed = 0;
  const stale = new Connection({
    oauth2,
    instanceUrl: url,
    accessToken: 'stale',
    refreshToken: tokens.refresh_token,
  });
  stale.on('refresh', () => (refreshed += 1));
  const found = await stale.query('SELECT Id FROM VideoCall LIMIT 1');
  check('a refresh by itself', refreshed === 1 && found.records.length === 1);

  await oauth2.revokeToken(tokens.refresh_token);
  const after = await oauth2.refreshToken(tokens.refresh_token).catch((error) => error.name);
  check('revokeToken', after === 'invalid_grant');
}

reading()
  .then(signingIn)
  .then(
    () => process.exit(failed),
    (error) => {
      console.log(`  ${error}`);
      process.exit(1);
    },
  );
