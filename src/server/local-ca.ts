/** The local certificate authority as the command line shows it, whether or not a house is open. */
import { resolve } from 'node:path';
import { certificateFile, readCertificate, removeAuthority } from '../tls/authority-files.ts';
import { TlsError } from '../tls/errors.ts';
import { authorityFolder } from './secure-door.ts';

export type LocalCa = {
  readonly name: string;
  /** The certificate, PEM. */
  readonly file: string;
  /** The last day, such as 2028-11-21. */
  readonly until: string;
  /** SHA-256, in pairs of hexadecimal digits. */
  readonly fingerprint: string;
};

/** The authority of a data folder. Rejects with `tls/none` when there is none. */
export async function localCa(data: string): Promise<LocalCa> {
  const folder = authorityFolder(resolve(data));
  const certificate = await readCertificate(folder);
  if (!certificate) {
    throw new TlsError(
      'tls/none',
      `There is no local certificate authority in ${folder}.`,
      'It is made when Rollcall starts: run "rollcall start" once. ROLLCALL_DATA or --data names another data folder.',
    );
  }
  return {
    name: String(certificate.toLegacyObject().subject.CN),
    file: certificateFile(folder),
    until: new Date(certificate.validTo).toISOString().slice(0, 10),
    fingerprint: certificate.fingerprint256,
  };
}

/** Deletes key and certificate; undefined when there was nothing to delete. */
export async function removeLocalCa(data: string): Promise<{ readonly name: string | undefined } | undefined> {
  const folder = authorityFolder(resolve(data));
  const certificate = await readCertificate(folder).catch(() => undefined);
  const was = await removeAuthority(folder);
  return was ? { name: certificate && String(certificate.toLegacyObject().subject.CN) } : undefined;
}
