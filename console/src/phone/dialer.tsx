/** The number and the pad: dials while idle, sends keys while a call is up. */
import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { BackspaceRegular } from '@fluentui/react-icons/svg/backspace';
import { CallFilled } from '@fluentui/react-icons/svg/call';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { after } from '../app/time.ts';
import { useConsole } from '../live/console-context.tsx';
import { Keypad } from './keypad.tsx';
import { tonesOf } from './keys.ts';
import { playTones, wakeSound } from './sound-out.ts';
import { useKeyPresses } from './use-key-presses.ts';
import { useLines, usePhoneView } from './use-lines.ts';

type DialerProps = { readonly number: string; readonly onNumber: (number: string) => void };

const useStyles = makeStyles({
  form: { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr) auto', alignItems: 'end', columnGap: '8px', marginBottom: '14px' },
  number: { width: '100%', minWidth: 0, '& input': { fontSize: tokens.fontSizeBase500, fontVariantNumeric: 'tabular-nums' } },
  sent: {
    minHeight: '32px',
    margin: '0 0 14px',
    textAlign: 'center',
    fontVariantNumeric: 'tabular-nums',
    letterSpacing: '2px',
    fontSize: tokens.fontSizeBase500,
    overflowWrap: 'anywhere',
  },
  hint: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, letterSpacing: 'normal' },
});

const shownMs = 160;

export function Dialer({ number, onNumber }: DialerProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const { active } = useLines();
  const attempt = usePhoneView((view) => view.attempt);
  const sentKeys = usePhoneView((view) => view.sentKeys);
  const [pressed, setPressed] = useState<string>();
  const stopShowing = useRef<() => void>(undefined);
  useEffect(() => () => stopShowing.current?.(), []);
  const isIdle = active === undefined && attempt === undefined;

  const press = (key: string): void => {
    stopShowing.current?.();
    setPressed(key);
    stopShowing.current = after(shownMs, () => setPressed(undefined));
    wakeSound();
    playTones(tonesOf(key) ?? [], { seconds: 0.14, level: 0.03 });
    if (active !== undefined) void session.sendKey(active.legId, key);
    else if (isIdle) onNumber(number + key);
  };
  useKeyPresses({ onKey: press, onErase: () => isIdle && onNumber(number.slice(0, -1)) });

  const call = (event: FormEvent): void => {
    event.preventDefault();
    if (number.trim() !== '') void session.dial(number.trim());
  };

  return (
    <>
      {isIdle ? (
        <form className={styles.form} onSubmit={call}>
          <Field label="Number to call">
            <Input
              className={styles.number}
              size="large"
              type="tel"
              autoComplete="off"
              placeholder="100"
              value={number}
              onChange={(_, data) => onNumber(data.value)}
              input={{ 'data-testid': 'number' } as object}
              contentAfter={
                number === '' ? null : (
                  <Button
                    appearance="transparent"
                    size="small"
                    aria-label="Erase the last digit"
                    icon={<BackspaceRegular />}
                    onClick={() => onNumber(number.slice(0, -1))}
                  />
                )
              }
            />
          </Field>
          <Button data-testid="call" type="submit" appearance="primary" size="large" icon={<CallFilled />} disabled={number.trim() === ''}>
            Call
          </Button>
        </form>
      ) : (
        <p className={styles.sent} aria-live="polite">
          {sentKeys === '' ? (
            <span className={styles.hint}>Press keys here or on your keyboard: the other side hears them.</span>
          ) : (
            sentKeys
          )}
        </p>
      )}
      <Keypad onKey={press} pressed={pressed} purpose={isIdle ? 'Digits for the number' : 'Keys sent into the call'} />
    </>
  );
}
