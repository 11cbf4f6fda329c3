/** A bot as it is typed into the form: what is wrong with it, in words for each field, and the command it makes. */
import type { AppCommand, Apps } from '../../../src/wire/live/apps.ts';

export type AppDraft = {
  readonly name: string;
  readonly number: string;
  readonly webhook: string;
  readonly says: string;
  readonly tenant: string;
  readonly permissions: readonly string[];
  readonly proof: 'secret' | 'certificate';
  readonly certificate: string;
};

/** In the order in which they stand in the form. */
export const draftFields = ['name', 'number', 'webhook', 'certificate'] as const;
export type DraftField = (typeof draftFields)[number];
export type DraftFaults = { readonly [Field in DraftField]?: string | undefined };

/** With the next free number and what bots usually may. */
export function newDraft({ freeNumber, permissions, tenants }: Apps): AppDraft {
  return {
    name: '',
    number: freeNumber,
    webhook: '',
    says: '',
    tenant: tenants[0]?.tenantId ?? '',
    permissions: permissions.filter(({ isUsual }) => isUsual).map(({ name }) => name),
    proof: 'secret',
    certificate: '',
  };
}

/** What a person can put right before anything is sent; the house looks again. */
export function faultsOf(draft: AppDraft, { apps, takenNumbers }: Pick<Apps, 'apps' | 'takenNumbers'>): DraftFaults {
  const name = draft.name.trim();
  const number = numberOf(draft);
  const webhook = draft.webhook.trim();
  const faults: { [Field in DraftField]?: string | undefined } = {};
  if (name === '') faults.name = 'Give it a name, such as “order desk”.';
  else if (name.length > 60) faults.name = 'A name has 60 characters at most.';
  else if (apps.some((app) => app.name.toLowerCase() === name.toLowerCase())) faults.name = 'There is an app of this name already.';
  if (number !== '' && !/^\+?[0-9*#]{1,20}$/.test(number)) faults.number = 'A number has digits only, such as 300 or +4930123.';
  else if (takenNumbers.includes(number)) faults.number = 'Somebody has this number: choose another.';
  if (webhook !== '') faults.webhook = webhookFault(webhook);
  else if (number !== '') faults.webhook = `Say where calls to ${number} are announced, or leave the number out.`;
  if (draft.proof === 'certificate' && certificatesIn(draft.certificate) === '')
    faults.certificate = 'Paste the certificate: the part from BEGIN CERTIFICATE to END CERTIFICATE.';
  return Object.fromEntries(Object.entries(faults).filter(([, words]) => words !== undefined));
}

export function commandOf(draft: AppDraft): AppCommand {
  const { name, webhook, says, tenant, permissions, proof, certificate } = draft;
  return {
    do: 'app.add',
    name: name.trim(),
    number: numberOf(draft) || undefined,
    webhook: webhook.trim() || undefined,
    says: says.trim() || undefined,
    tenant: tenant || undefined,
    permissions,
    certificate: proof === 'certificate' ? certificatesIn(certificate) : undefined,
  };
}

/** The certificates of a PEM text: a private key beside them stays on this page. */
export function certificatesIn(pem: string): string {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g)?.join('\n') ?? '';
}

/** Without what people write into numbers to read them. */
function numberOf({ number }: AppDraft): string {
  return number.replace(/[\s().-]/g, '');
}

function webhookFault(webhook: string): string | undefined {
  if (!URL.canParse(webhook)) return 'This is no address: it begins with https://, or http:// on this machine.';
  const { protocol, hostname, username, password } = new URL(webhook);
  if (username !== '' || password !== '') return 'Leave the name and the password out of the address.';
  const isHere = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  if (protocol === 'https:' || (protocol === 'http:' && isHere)) return undefined;
  return 'Calls are announced over https://, or over http:// on this machine (localhost).';
}
