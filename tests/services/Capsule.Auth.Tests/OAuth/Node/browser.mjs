// A browser as far as the pages need one: cookies, redirects, and forms without script.
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x2B': '+', '#43': '+' };
const decode = text => text.replace(/&(amp|lt|gt|quot|#39|#x2B|#43);/g, (_, name) => entities[name]);

export class Browser {
  constructor(issuer, user) {
    this.issuer = new URL(issuer);
    this.user = user;
    this.cookies = new Map();
    this.pages = [];
  }

  async go(url, init = {}) {
    const response = await fetch(url, {
      redirect: 'manual', ...init, headers: { ...init.headers, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair] = cookie.split(';');
      const at = pair.indexOf('=');
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  // Follows redirects and fills in forms until the user leaves the service for the client, or a page without a form is shown.
  async visit(url, decision = 'allow') {
    let response = await this.go(url);
    let at = new URL(url);
    for (let step = 0; step < 15; step++) {
      if (response.status >= 300 && response.status < 400) {
        at = new URL(response.headers.get('location'), at);
        if (at.host !== this.issuer.host) return at;
        response = await this.go(at);
        continue;
      }
      const text = await response.text();
      this.pages.push({ status: response.status, title: /<title>(.*?)<\/title>/.exec(text)?.[1], policy: response.headers.get('content-security-policy') });
      const form = /<form method="(\w+)" action="([^"]*)">([\s\S]*?)<\/form>/.exec(text);
      if (!form) return { page: text, status: response.status };
      const fields = new URLSearchParams([...form[3].matchAll(/<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [name, decode(value)]));
      if (form[3].includes('name="password"')) {
        fields.set('email', this.user.email);
        fields.set('password', this.user.password);
      }
      if (form[3].includes('name="decision"')) fields.set('decision', decision);
      const action = new URL(decode(form[2]), at);
      at = action;
      response = await this.go(action, { method: 'POST', body: fields, headers: { origin: this.issuer.origin } });
    }
    throw new Error('The pages do not come to an end.');
  }
}
