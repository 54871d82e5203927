// Runs one flow with unmodified clients, and prints what the tests assert on as JSON: node flows.mjs FLOW '{"issuer":…,"clients":…,"user":…}'
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { Browser } from './browser.mjs';

const [flow, given] = [process.argv[2], JSON.parse(process.argv[3])];
const issuer = new URL(given.issuer);
const insecure = { execute: [client.allowInsecureRequests] };
const redirectUri = given.redirectUri;
const failure = async action => {
  try { await action(); return 'none'; } catch (error) { return error.error ?? error.cause?.error ?? error.cause?.[0]?.parameters?.error ?? error.code ?? String(error); }
};
const discover = ({ id, secret, ...metadata }, authentication) =>
  client.discovery(issuer, id, metadata, authentication ?? (secret ? client.ClientSecretBasic(secret) : client.None()), insecure);

async function authorize(config, browser, more = {}, decision = undefined) {
  const { pushed, ...extra } = more;
  const [verifier, nonce, state] = [client.randomPKCECodeVerifier(), client.randomNonce(), client.randomState()];
  const parameters = {
    redirect_uri: redirectUri, scope: 'openid profile email account', nonce, state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256', ...extra,
  };
  const url = pushed ? await client.buildAuthorizationUrlWithPAR(config, parameters) : client.buildAuthorizationUrl(config, parameters);
  const to = await browser.visit(url, decision);
  return { to, exchange: () => client.authorizationCodeGrant(config, to, { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: state, idTokenExpected: true }) };
}

const flows = {
  async code() {
    const config = await discover(given.clients.web);
    const browser = new Browser(issuer, given.user);
    const { exchange } = await authorize(config, browser);
    const tokens = await exchange();
    const keys = jose.createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
    const id = await jose.jwtVerify(tokens.id_token, keys, { issuer: given.issuer, audience: given.clients.web.id });
    const access = await jose.jwtVerify(tokens.access_token, keys, { issuer: given.issuer, audience: 'capsule', typ: 'at+jwt' });
    const info = await client.fetchUserInfo(config, tokens.access_token, id.payload.sub);
    const narrowed = await client.refreshTokenGrant(config, tokens.refresh_token, { scope: 'openid' });
    const again = await client.refreshTokenGrant(config, narrowed.refresh_token);
    const unknown = await failure(() => client.refreshTokenGrant(config, again.refresh_token, { scope: 'openid billing' }));
    const second = await authorize(config, browser);
    const asker = await discover(given.clients.asker);
    const before = await client.tokenIntrospection(asker, again.access_token);
    await client.tokenRevocation(config, again.access_token);
    const after = await client.tokenIntrospection(asker, again.access_token);
    return {
      pages: browser.pages, algorithm: id.protectedHeader.alg, accessAlgorithm: access.protectedHeader.alg, info, scopes: [tokens.scope, narrowed.scope, again.scope],
      narrowedClaim: jose.decodeJwt(narrowed.access_token).scope, unknown, secondHasCode: second.to.searchParams.has('code'), before: before.active, after,
      refreshAfter: await failure(() => client.refreshTokenGrant(config, again.refresh_token)),
    };
  },
  async replayedCode() {
    const config = await discover(given.clients.web);
    const { exchange } = await authorize(config, new Browser(issuer, given.user));
    const tokens = await exchange();
    const again = await failure(exchange);
    const asker = await discover(given.clients.asker);
    return {
      again, access: await client.tokenIntrospection(asker, tokens.access_token), refresh: await failure(() => client.refreshTokenGrant(config, tokens.refresh_token)),
    };
  },
  async publicClientWithRs256() {
    const config = await discover({ ...given.clients.app, id_token_signed_response_alg: 'RS256' });
    const { to, exchange } = await authorize(config, new Browser(issuer, given.user), { redirect_uri: 'http://127.0.0.1:51234/callback' });
    const tokens = await exchange();
    return { port: to.port, algorithm: jose.decodeProtectedHeader(tokens.id_token).alg, accessAlgorithm: jose.decodeProtectedHeader(tokens.access_token).alg };
  },
  async pushed() {
    const config = await discover(given.clients.web);
    const { exchange } = await authorize(config, new Browser(issuer, given.user), { pushed: true });
    return { scope: (await exchange()).scope };
  },
  async denied() {
    const config = await discover(given.clients.web);
    const browser = new Browser(issuer, given.user);
    const { to } = await authorize(config, browser, {}, 'deny');
    const silent = await authorize(config, new Browser(issuer, given.user), { prompt: 'none' });
    const asked = await authorize(config, browser, { prompt: 'none' });
    return { denied: to.searchParams.get('error'), state: to.searchParams.has('state'), signedOut: silent.to.searchParams.get('error'), notAsked: asked.to.searchParams.get('error') };
  },
  async device() {
    const config = await discover(given.clients.app);
    const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid account' });
    const pending = await failure(() => client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:device_code', { device_code: begun.device_code }));
    const browser = new Browser(issuer, given.user);
    const wrong = await browser.visit(new URL('/device?user_code=0000-0000-0000', issuer).href).then(page => page.status, () => 'stuck');
    const shown = await browser.visit(begun.verification_uri_complete);
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 1 });
    const denied = await client.initiateDeviceAuthorization(config, { scope: 'openid account' });
    await browser.visit(denied.verification_uri_complete, 'deny');
    return {
      uri: begun.verification_uri, pending, wrong, shown: shown.page.includes('signed in'), scope: tokens.scope, hasRefresh: Boolean(tokens.refresh_token),
      denied: await failure(() => client.pollDeviceAuthorizationGrant(config, { ...denied, interval: 1 })),
    };
  },
  async endSession() {
    const config = await discover(given.clients.web);
    const browser = new Browser(issuer, given.user);
    const tokens = await (await authorize(config, browser)).exchange();
    const url = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token, post_logout_redirect_uri: given.postLogoutRedirectUri, state: 'left' });
    const to = await browser.visit(url.href);
    const silent = await authorize(config, browser, { prompt: 'none' });
    return {
      to: to.href, silent: silent.to.searchParams.get('error'), refresh: await failure(() => client.refreshTokenGrant(config, tokens.refresh_token)),
    };
  },
  async otherUser() {
    const config = await discover(given.clients.web);
    const [mine, other] = [new Browser(issuer, given.user), new Browser(issuer, given.other)];
    const tokens = await (await authorize(config, mine)).exchange();
    const theirs = await (await authorize(config, other)).exchange();
    const silently = async (browser, hint) => {
      const { to } = await authorize(config, browser, { prompt: 'none', id_token_hint: hint });
      return to.searchParams.get('error') ?? 'code';
    };
    const asked = await other.go(client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri, scope: 'openid', code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()), code_challenge_method: 'S256',
      id_token_hint: tokens.id_token,
    }));
    return {
      own: await silently(mine, tokens.id_token), another: await silently(other, tokens.id_token), unreadable: await silently(other, 'none'),
      asked: asked.headers.get('location'), differs: tokens.claims().sub !== theirs.claims().sub,
    };
  },
  async privateKeyJwt() {
    const key = { key: await crypto.subtle.importKey('jwk', given.key, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']), kid: given.key.kid };
    const config = await discover(given.clients.signer, client.PrivateKeyJwt(key));
    const tokens = await client.clientCredentialsGrant(config, { scope: 'deployments:read' });
    const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
    const stranger = await discover(given.clients.signer, client.PrivateKeyJwt({ key: other.privateKey, kid: given.key.kid }));
    return { scope: tokens.scope, stranger: await failure(() => client.clientCredentialsGrant(stranger, { scope: 'deployments:read' })) };
  },
  async oauth4webapi() {
    const options = { [oauth.allowInsecureRequests]: true };
    const metadata = {};
    for (const algorithm of ['oidc', 'oauth2']) {
      metadata[algorithm] = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { algorithm, ...options }));
    }
    const server = metadata.oauth2;
    const { id, secret } = given.clients.batch;
    const grant = async parameters => oauth.processClientCredentialsResponse(
      server, { client_id: id }, await oauth.clientCredentialsGrantRequest(server, { client_id: id }, oauth.ClientSecretPost(secret), parameters, options));
    const plain = await grant({ scope: 'deployments:read' });
    const none = await grant({});
    const forResource = await grant({ scope: 'deployments:read', resource: given.resource });
    const validate = (token, audience) => oauth.validateJwtAccessToken(
      server, new Request(given.issuer, { headers: { authorization: `Bearer ${token}` } }), audience, options);
    const claims = await validate(plain.access_token, 'capsule');
    return {
      same: JSON.stringify(metadata.oidc) === JSON.stringify(server), clientId: claims.client_id, scope: claims.scope, none: none.scope,
      audience: (await validate(forResource.access_token, given.resource)).aud, elsewhere: await failure(() => validate(forResource.access_token, 'capsule')),
      stranger: await failure(() => grant({ scope: 'deployments:read', resource: 'https://other.example.com/' })),
    };
  },
};

console.log(JSON.stringify(await flows[flow]()));
