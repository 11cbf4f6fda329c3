/** A certificate authority of this machine alone: made once, good for a few names, and replaced when it has run out. */
import { createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Random } from '../base/random.ts';
import { certificateFile, readAuthority, writeAuthority } from './authority-files.ts';
import { authorityCertificate, permittedSubtree, serverCertificate } from './certificate.ts';

const dayMs = 24 * 60 * 60_000;
const authorityMs = 2 * 365 * dayMs;
const leafMs = 90 * dayMs;
/** An authority that ends within this is spoken of; a leaf that does is made anew. */
export const soonMs: number = 30 * dayMs;
/** Clocks of clients may be a little behind. */
const skewMs = 60 * 60_000;

export type LocalAuthorityOptions = {
  /** Its own folder, which `removeAuthority` deletes. */
  readonly folder: string;
  /** Host names and addresses that it may vouch for; subdomains of a host name are among them. */
  readonly names: readonly string[];
  /** Shown in its name, so that one knows it again in a list. */
  readonly machine: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
};

/** What a TLS server needs; PEM. The key is kept in memory alone. */
export type Leaf = { readonly key: string; readonly cert: string; readonly untilMs: number };

type Held = { readonly certificate: X509Certificate; readonly privateKey: KeyObject };

export class LocalAuthority {
  readonly #options: LocalAuthorityOptions;
  readonly #held: Held;

  private constructor(options: LocalAuthorityOptions, held: Held) {
    this.#options = options;
    this.#held = held;
  }

  /** Takes up the authority of the folder, or makes one. Tells the log when it is new in place of another, or will end soon. */
  static async open(options: LocalAuthorityOptions): Promise<LocalAuthority> {
    const { folder, clock, log } = options;
    const kept = await clock.hold(() => readAuthority(folder));
    if (kept?.wasOpen)
      log.warn('others could read the key of the local certificate authority; if in doubt: rollcall ca remove', { folder });
    if (kept && endOf(kept.certificate) > clock.wallMs()) return new LocalAuthority(options, kept).#spokenOf();
    const made = new LocalAuthority(options, await make(options));
    if (kept) log.warn('the local certificate authority had run out and was made anew: trust the new one with "rollcall ca trust"');
    return made;
  }

  /** PEM, for whoever shall trust it. */
  get certificate(): string {
    return this.#held.certificate.toString();
  }

  get file(): string {
    return certificateFile(this.#options.folder);
  }

  get untilMs(): number {
    return endOf(this.#held.certificate);
  }

  /** Whether a name was among those for which it was made. */
  permits(name: string): boolean {
    return this.#held.certificate.raw.includes(permittedSubtree(name));
  }

  /** A new leaf for all names that it may vouch for, with a key of its own. Never longer than the authority itself. */
  leaf(): Leaf {
    const { clock, random, names } = this.#options;
    const { certificate, privateKey: signingKey } = this.#held;
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const untilMs = Math.min(clock.wallMs() + leafMs, this.untilMs);
    const facts = {
      subject: 'Rollcall',
      issuer: String(certificate.toLegacyObject().subject.CN),
      serial: serial(random),
      fromMs: clock.wallMs() - skewMs,
      untilMs,
      publicKey,
      issuerKey: { publicKey: certificate.publicKey, privateKey: signingKey },
    };
    const cert = serverCertificate(
      facts,
      names.filter((name) => this.permits(name)),
    );
    return { key: pemOf(privateKey), cert, untilMs };
  }

  #spokenOf(): this {
    const { clock, log, names } = this.#options;
    const until = new Date(this.untilMs).toISOString().slice(0, 10);
    if (this.untilMs - clock.wallMs() < soonMs) {
      log.warn(`the local certificate authority ends on ${until}: run "rollcall ca remove", start again, and trust the new one`);
    }
    const missing = names.filter((name) => !this.permits(name));
    if (missing.length > 0) {
      const remedy = 'run "rollcall ca remove", start again, and trust the new one';
      log.warn(`the local certificate authority was made without ${missing.join(', ')}: ${remedy}`);
    }
    return this;
  }
}

async function make({ folder, names, machine, clock, random }: LocalAuthorityOptions): Promise<Held> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicKey = createPublicKey(privateKey);
  const day = new Date(clock.wallMs()).toISOString().slice(0, 10);
  const name = `Rollcall local CA (${machine.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 30)}, ${day})`;
  const facts = {
    subject: name,
    issuer: name,
    serial: serial(random),
    fromMs: clock.wallMs() - skewMs,
    untilMs: clock.wallMs() + authorityMs,
    publicKey,
    issuerKey: { publicKey, privateKey },
  };
  const pem = authorityCertificate(facts, names);
  await clock.hold(() => writeAuthority(folder, { certificate: pem, key: pemOf(privateKey) }));
  return { certificate: new X509Certificate(pem), privateKey };
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** 16 bytes that are never all nothing (RFC 5280 §4.1.2.2 wants a positive number). */
function serial(random: Random): Uint8Array {
  return Buffer.concat([Buffer.of(1), random.bytes(15)]);
}

function endOf(certificate: X509Certificate): number {
  return Date.parse(certificate.validTo);
}
