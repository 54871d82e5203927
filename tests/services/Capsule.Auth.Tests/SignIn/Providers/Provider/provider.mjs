// A certified OpenID provider (npm's oidc-provider) for tests: whoever signs in as base64url(JSON) has the claims in it.
import { Provider } from 'oidc-provider';

const [port, redirectUris] = process.argv.slice(2);
const claimsOf = (id) => JSON.parse(Buffer.from(id, 'base64url').toString('utf8'));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'capsule',
    client_secret: 'a secret of tests + and %',
    redirect_uris: redirectUris.split(','),
    grant_types: ['authorization_code'],
    response_types: ['code'],
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  async findAccount(_, id) {
    return { accountId: id, async claims() { return { ...claimsOf(id), sub: claimsOf(id).sub }; } };
  },
});

provider.listen(Number(port), '127.0.0.1', () => console.log('listening'));

// Ends with the test process, however that ends.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
