/** The phone: who I am, what goes on, the pad, whom to call, what was missed. */
import { Button, makeStyles, mergeClasses, Spinner } from '@fluentui/react-components';
import { useEffect, useState, type ReactElement } from 'react';
import { navigate } from '../app/navigate.tsx';
import { phoneHref } from '../app/route.ts';
import { Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useConsole } from '../live/console-context.tsx';
import { AttemptCard } from './attempt-card.tsx';
import { CallLog } from './call-log.tsx';
import { CaptureNotice } from './capture-notice.tsx';
import { Contacts } from './contacts.tsx';
import { Dialer } from './dialer.tsx';
import { ElsewhereCard } from './elsewhere-card.tsx';
import { EndedCard } from './ended-card.tsx';
import { HeadphonesAdvice } from './headphones-advice.tsx';
import { IncomingCard } from './incoming-card.tsx';
import { LineCard } from './line-card.tsx';
import { PasscodeForm } from './passcode-form.tsx';
import { PhoneHead } from './phone-head.tsx';
import { SoundPanel } from './sound-panel.tsx';
import { useLines, useMyPhone, usePhoneView } from './use-lines.ts';
import { VoicemailList } from './voicemail-list.tsx';
import { WhoPicker } from './who-picker.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(320px, 400px) minmax(0, 1fr) minmax(0, 1fr)',
    '@media (max-width: 1180px)': { gridTemplateColumns: 'minmax(320px, 400px) minmax(0, 1fr)' },
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  column: { display: 'grid', rowGap: '16px', minWidth: 0 },
  // The third column wraps under the second, not under the pad.
  last: { '@media (min-width: 861px) and (max-width: 1180px)': { gridColumn: 2 } },
  first: { '@media (min-width: 861px) and (max-width: 1180px)': { gridRow: 'span 2' } },
  line: { marginBottom: '20px', ':empty': { display: 'none' } },
  messages: { display: 'grid', rowGap: '8px', marginBottom: '12px', ':empty': { display: 'none' } },
});

type PhonePageProps = { readonly as: string | undefined; readonly dial: string | undefined };

export function PhonePage({ as, dial }: PhonePageProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const who = usePhoneView((view) => view.who);
  const trouble = usePhoneView((view) => view.trouble);
  const asksPasscode = usePhoneView((view) => view.asksPasscode);
  const phone = useMyPhone();
  useEffect(() => {
    if (as !== undefined && as !== session.view.get().who) void session.signIn(as);
  }, [as, session]);
  // The address says whose phone it is, so that it can be kept and shared; without one it is the person of this window.
  useEffect(() => {
    const now = session.view.get().who;
    const isSettled = as === undefined || now === undefined || phone?.me.userId === now;
    if (as !== now && isSettled) navigate(phoneHref({ as: now, dial }), { replace: true });
  }, [as, who, dial, phone, session]);

  return (
    <>
      <div className={styles.messages} role="alert">
        {who !== undefined && trouble !== undefined && (
          <TroubleBar
            message={trouble.message}
            remedy={trouble.remedy}
            actions={
              trouble.canGoSilent === true && <Button onClick={() => void session.retrySilently()}>Go on without a microphone</Button>
            }
            onDismiss={() => session.dismiss('trouble')}
          />
        )}
      </div>
      {asksPasscode !== undefined && <PasscodeForm key={asksPasscode} number={asksPasscode} />}
      {who === undefined && (
        <WhoPicker question="Whose phone is this?" onPick={(userId) => navigate(phoneHref({ as: userId, dial }), { replace: true })} />
      )}
      {who !== undefined && phone === undefined && <Spinner label="Opening the phone…" />}
      {phone !== undefined && <OpenPhone dial={dial} />}
    </>
  );
}

function OpenPhone({ dial }: { readonly dial: string | undefined }): ReactElement {
  const styles = useStyles();
  const { active, ringing, elsewhere } = useLines();
  const attempt = usePhoneView((view) => view.attempt);
  const ended = usePhoneView((view) => view.ended);
  const [number, setNumber] = useState(dial ?? '');
  useEffect(() => setNumber(dial ?? ''), [dial]);
  return (
    <>
      <PhoneHead />
      <div className={styles.messages}>
        <CaptureNotice />
        <HeadphonesAdvice />
        {ringing.map((line) => (
          <IncomingCard key={line.legId} line={line} isBusy={active !== undefined} isOnPhone />
        ))}
        {elsewhere.map((line) => (
          <ElsewhereCard key={line.legId} line={line} />
        ))}
      </div>
      <div className={styles.columns}>
        <div className={mergeClasses(styles.column, styles.first)}>
          <Section title={active !== undefined || attempt !== undefined ? 'In a call' : ended !== undefined ? 'Last call' : 'Call'}>
            <div className={styles.line}>
              {active !== undefined && <LineCard line={active} />}
              {active === undefined && attempt !== undefined && <AttemptCard attempt={attempt} />}
              {active === undefined && attempt === undefined && ended !== undefined && <EndedCard line={ended} />}
            </div>
            <Dialer number={number} onNumber={setNumber} />
          </Section>
        </div>
        <div className={styles.column}>
          <VoicemailList />
          <Contacts />
        </div>
        <div className={mergeClasses(styles.column, styles.last)}>
          <CallLog />
          <SoundPanel />
        </div>
      </div>
    </>
  );
}
