/** Takes persons out of texts and values: first it learns who and what there is, then it replaces them wherever they are. */
import { isRandom } from './normal-message.ts';
import { StandIns } from './stand-ins.ts';

const secretKey = /token|secret|password|passphrase|authorization|cookie|assertion|signature|credential|api-?key|passcode/i;
const linkKey = /^(joinUrl|joinWebUrl|joinMeetingUrl|joinInformation|audioConferencing|videoTeleconferenceId)$/i;
const personKey = /^(displayName|givenName|surname|firstName|lastName|fullName|jobTitle|officeLocation|department)$/i;
const addressKey = /^(userPrincipalName|mail|email|emailAddress|imAddresses|proxyAddresses|smtp)$/i;
const numberKey = /^(number|phoneNumber|businessPhones|mobilePhone|tollNumber|tollFreeNumber|dialinUrl)$/i;
const subjectKey = /^(subject|agenda|topic)$/i;
/** Whoever stands under such a key of an identity is no person. */
const programKey = /^(application|applicationInstance|device)$/i;
const removed = '(removed)';
const ipV6 = /(?<![\w:.])(?=[\da-f:]*(?:::|(?:[\da-f]{1,4}:){4}))[\da-f]{0,4}(?::[\da-f]{0,4}){2,8}(?![\w:])/gi;
/** As it is written abroad, or within a country with its leading zero. */
const phoneNumber = /(?<!\w)\+\d(?:[\s().-]?\d){5,14}(?!\w)|(?<![\w.:-])\(?0\d{1,5}\)?[ /-]\d[\d -]{3,}\d(?![\w-])/g;
/** As a name it says nothing of anybody, and as a word it is everywhere. */
const commonSubject = /^(meeting|call)$/i;

export class Disguise {
  readonly #standIns = new StandIns();
  /** Names and numbers of apps, in small letters: they stay. */
  readonly #kept = new Set<string>();
  #words: RegExp | undefined;
  #standInOf = new Map<string, string>();

  /** An app is no person: its name, number and id stay. */
  keep(...texts: readonly string[]): void {
    for (const text of texts) if (text !== '') this.#kept.add(text.toLowerCase());
  }

  person({ id, name, number }: { readonly id?: string; readonly name?: string; readonly number?: string }): void {
    this.#words = undefined;
    if (name !== undefined && name.trim() !== '' && !this.#isKept(name)) this.#name(name.trim());
    if (id !== undefined && id.length > 2 && !this.#isKept(id)) this.#standIns.of('id', id);
    if (number !== undefined && number !== '' && !this.#isKept(number)) this.#standIns.of('number', number);
  }

  subject(text: string): void {
    this.#words = undefined;
    if (text.trim().length > 2 && !commonSubject.test(text.trim()) && !this.#isKept(text)) this.#standIns.of('subject', text.trim());
  }

  /** Takes note of every identity, name, number and subject in a value of JSON. */
  learn(value: unknown, key: string = '', within: string = ''): void {
    if (typeof value === 'string') return this.#learnText(value, key, within);
    if (Array.isArray(value)) for (const one of value) this.learn(one, key, within);
    else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) this.learn(one, name, key);
  }

  /** The value with all persons replaced. */
  value(value: unknown, key: string = ''): unknown {
    if (secretKey.test(key) && value !== null && typeof value !== 'boolean') return removed;
    if (typeof value === 'string') return linkKey.test(key) ? this.#link(value) : this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.value(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [this.text(name), this.value(one, name)]));
  }

  /** A body of JSON stays one; anything else, and JSON that was cut off, is treated as text. */
  body(body: string): string {
    try {
      return JSON.stringify(this.value(JSON.parse(body)));
    } catch {
      const pairs = body.replace(/"(\w[\w@.]*)"(\s*:\s*)"((?:[^"\\]|\\.)*)/g, (_, key: string, colon: string, text: string) => {
        const isName = [personKey, addressKey, numberKey, subjectKey].some((pattern) => pattern.test(key)) && !this.#isKept(text);
        return `"${key}"${colon}"${secretKey.test(key) || linkKey.test(key) || isName ? removed : text}`;
      });
      return this.text(pairs);
    }
  }

  text(dirty: string): string {
    // Addresses before names, which may be parts of them.
    return this.#shapes(this.#named(this.#addresses(dirty)));
  }

  /** What was learned, wherever it stands as a word of its own. */
  #named(dirty: string): string {
    if (!this.#words) {
      const all = this.#standIns.all(['person', 'subject', 'number', 'id', 'tenant']);
      this.#standInOf = new Map(all.map(({ text, standIn }) => [plain(text), standIn]));
      this.#words = all.length === 0 ? /(?!)/ : new RegExp(all.map(({ text }) => asWord(text)).join('|'), 'giu');
    }
    return dirty.replace(this.#words, (found) => this.#standInOf.get(plain(found)) ?? removed);
  }

  #addresses(dirty: string): string {
    const standIns = this.#standIns;
    return dirty
      .replace(/https?:\/\/[^\s"'<>]*\/(?:meetup-join|meet|join)\/[^\s"'<>]*/gi, (link) => this.#link(link))
      .replace(/\b(https?|wss?):\/\/([^/\s"'?#,<>:@]+)/gi, (whole, scheme: string, host: string) =>
        isNobodys(host) ? whole : `${scheme}://${standIns.of('host', host)}`,
      )
      .replace(/(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu, (address) =>
        /@(thread|unq)\./.test(address) ? address : standIns.of('address', address),
      );
  }

  /** What else is known by its shape alone. */
  #shapes(dirty: string): string {
    const standIns = this.#standIns;
    return dirty
      .replace(/\b(Bearer|Basic|Digest)\s+[\w.~+/=-]+/gi, `$1 ${removed}`)
      .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, removed)
      .replace(/((?<![\w.-])[\w.-]*(?:token|secret|password|assertion|passcode|signature)[\w.-]*=)[^&\s"]+/gi, `$1${removed}`)
      .replace(/[\w-]{16,}={0,2}/g, (run) => (isRandom(run) ? standIns.of('run', run) : run))
      .replace(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\d)/g, (ip) => (isNobodys(ip) ? ip : standIns.of('ip', ip)))
      .replace(ipV6, (ip) => (ip === '::1' ? ip : standIns.of('ip', ip)))
      .replace(phoneNumber, (number) => standIns.of('number', number.replace(/\D/g, '')));
  }

  #learnText(text: string, key: string, within: string): void {
    if (programKey.test(within)) return;
    if (within === 'phone' && key === 'id') return this.person({ number: text });
    if (/^(user|guest|encrypted|onPremises|acsUser|skypeUser|organizer)$/i.test(within) && key === 'id') return this.person({ id: text });
    if (/tenantId$/i.test(key) && text !== '') return this.#tenant(text);
    if (personKey.test(key)) return this.person({ name: text });
    if (addressKey.test(key) && text !== '') return this.#standIns.same('person', text, this.#standIns.of('address', text));
    if (numberKey.test(key) && /\d/.test(text)) return this.person({ number: text });
    if (subjectKey.test(key)) this.subject(text);
  }

  #tenant(text: string): void {
    this.#words = undefined;
    this.#standIns.of('tenant', text);
  }

  /** The whole name, and each part of it that is no word of an app's name. */
  #name(name: string): void {
    const standIn = this.#standIns.of('person', name);
    for (const part of name.split(/[\s.,_-]+/)) {
      const isOfApp = [...this.#kept].some((kept) => kept.split(/\s+/).includes(part.toLowerCase()));
      if (part.length > 2 && !isOfApp) this.#standIns.same('person', part, standIn);
    }
  }

  #link(link: string): string {
    return this.#standIns.of('link', link);
  }

  #isKept(text: string): boolean {
    return this.#kept.has(text.trim().toLowerCase());
  }
}

/** Addresses that are every machine's own, or the vendor's. */
function isNobodys(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)$/i.test(host) || /(^|\.)(microsoft(online)?\.com|example\.invalid)$/i.test(host);
}

/** A name in any spelling of its gaps (`ada.moreno`, `Ada%20Moreno`); a number not within a longer one, nor a port or a part of a time. */
function asWord(text: string): string {
  const escaped = text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  if (/^[\d\s().+-]+$/.test(text)) return `(?<![\\w.:-])${escaped}(?![\\w-]|[.:]\\d)`;
  return `(?<![\\p{L}\\p{N}])${escaped.replace(/\s+/g, '(?:[\\s._+-]|%20)*')}(?![\\p{L}\\p{N}])`;
}

function plain(text: string): string {
  return text.toLowerCase().replace(/%20|[\s._+-]/g, '');
}
