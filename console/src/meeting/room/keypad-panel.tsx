/** Keys for bots that ask for them in a meeting. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import { useConsole } from '../../live/console-context.tsx';
import { Keypad } from '../../phone/keypad.tsx';
import { tonesOf } from '../../phone/keys.ts';
import { playTones } from '../../phone/sound-out.ts';
import { useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  sent: { minHeight: '32px', margin: '0 0 8px', textAlign: 'center', fontSize: tokens.fontSizeBase500, letterSpacing: '2px' },
  note: { color: tokens.colorNeutralForeground2 },
});

export function KeypadPanel(): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const legId = useMeetingView((view) => view.legId);
  const [sent, setSent] = useState('');
  const press = (key: string): void => {
    if (legId === undefined) return;
    setSent(sent + key);
    const tones = tonesOf(key);
    if (tones !== undefined) playTones(tones, { seconds: 0.15, level: 0.08 });
    void session.sendKey(legId, key);
  };
  return (
    <>
      <p className={styles.note}>A bot that says “press 1 to join” hears these keys.</p>
      <p role="status" aria-label={`Sent: ${sent.split('').join(' ')}`} className={styles.sent}>
        {sent}
      </p>
      <Keypad onKey={press} pressed={undefined} purpose="Keys to send into the meeting" />
    </>
  );
}
