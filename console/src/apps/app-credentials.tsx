/** How an app proves who it is: its secrets and certificates, each with how it begins and until when it serves. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { CertificateRegular } from '@fluentui/react-icons/svg/certificate';
import { KeyRegular } from '@fluentui/react-icons/svg/key';
import { useState, type ReactElement } from 'react';
import type { AppCredentialState, AppState } from '../../../src/wire/live/apps.ts';
import { Empty, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { exactOf, momentOf } from '../app/words.ts';
import { useNow } from '../phone/use-lines.ts';
import { certificatesIn } from './app-draft.ts';
import { CertificateField } from './certificate-field.tsx';
import { useAppAction } from './use-apps.ts';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 0 12px', padding: 0, display: 'grid', rowGap: '8px' },
  row: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', columnGap: '10px', alignItems: 'start' },
  icon: { fontSize: '20px', display: 'flex', color: tokens.colorNeutralForeground2 },
  detail: { display: 'block', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  form: { display: 'grid', rowGap: '10px', marginTop: '12px' },
});

type AppCredentialsProps = {
  readonly app: AppState;
  readonly onSecret: (secret: string) => void;
  readonly onDone: (said: string) => void;
};

export function AppCredentials({ app, onSecret, onDone }: AppCredentialsProps): ReactElement {
  const styles = useStyles();
  const now = useNow(60_000);
  const { isBusy, fault, run, dismiss } = useAppAction();
  const [certificate, setCertificate] = useState<string>();
  const newSecret = async (isAtOnce: boolean): Promise<void> => {
    const done = await run({ do: 'app.secret', app: app.appId, isAtOnce }, 'Making a secret failed');
    if (done?.kind === 'app' && done.secret !== undefined) onSecret(done.secret);
  };
  const addCertificate = async (): Promise<void> => {
    const pem = certificatesIn(certificate ?? '');
    const done = await run({ do: 'app.certificate', app: app.appId, certificate: pem }, 'Adding the certificate failed');
    if (done === undefined) return;
    setCertificate(undefined);
    onDone('The certificate is added.');
  };
  const isOfCertificate = fault?.field === 'certificate' && certificate !== undefined;
  return (
    <Section title="Secrets and certificates">
      {app.credentials.length === 0 ? (
        <Empty>None: nobody can be this app just now.</Empty>
      ) : (
        <ul className={styles.list}>
          {app.credentials.map((credential) => (
            <Credential key={credential.keyId} credential={credential} nowMs={now} />
          ))}
        </ul>
      )}
      {fault !== undefined && !isOfCertificate && <TroubleBar message={fault.message} remedy={fault.remedy} onDismiss={dismiss} />}
      {app.isRegistered && (
        <div className={styles.actions}>
          <Button data-testid="new-secret" disabledFocusable={isBusy} onClick={() => void newSecret(false)}>
            New secret
          </Button>
          <Button
            disabledFocusable={isBusy}
            title="For a secret that others may have seen: the bot is refused until it is told the new one"
            onClick={() => void newSecret(true)}
          >
            New secret, end the others now
          </Button>
          {certificate === undefined && <Button onClick={() => setCertificate('')}>Add a certificate</Button>}
        </div>
      )}
      {certificate !== undefined && (
        <div className={styles.form}>
          <CertificateField value={certificate} fault={isOfCertificate ? fault.message : undefined} onChange={setCertificate} />
          <div className={styles.actions}>
            <Button
              appearance="primary"
              disabledFocusable={isBusy || certificatesIn(certificate) === ''}
              onClick={() => void addCertificate()}
            >
              Add it
            </Button>
            <Button
              onClick={() => {
                dismiss();
                setCertificate(undefined);
              }}
            >
              Cancel
            </Button>
          </div>
        </div>
      )}
    </Section>
  );
}

function Credential({ credential, nowMs }: { readonly credential: AppCredentialState; readonly nowMs: number }): ReactElement {
  const styles = useStyles();
  const { kind, endsMs } = credential;
  return (
    <li className={styles.row}>
      <span className={styles.icon} aria-hidden>
        {kind === 'secret' ? <KeyRegular /> : <CertificateRegular />}
      </span>
      <span>
        {kind === 'secret' ? `Secret that begins with ${credential.hint}…` : 'Certificate'}
        {kind === 'certificate' && <span className={styles.detail}>Thumbprint {credential.thumbprint}</span>}
        <span className={styles.detail}>
          {endsMs === undefined ? (
            'Serves until it is replaced'
          ) : (
            <time dateTime={new Date(endsMs).toISOString()} title={exactOf(endsMs)}>
              {endsMs <= nowMs ? 'Ended' : 'Serves until'} {momentOf(endsMs, nowMs)}
            </time>
          )}
        </span>
      </span>
    </li>
  );
}
