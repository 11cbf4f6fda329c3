/** Whose phone this is, its number, and how to be somebody else. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap';
import type { ReactElement } from 'react';
import { Face } from '../app/face.tsx';
import { useConsole } from '../live/console-context.tsx';
import { useLines, useMyPhone, usePhoneView } from './use-lines.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 12px', marginBottom: '14px' },
  words: { flexGrow: 1, minWidth: 0 },
  name: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold },
  number: { margin: 0, color: tokens.colorNeutralForeground2 },
});

export function PhoneHead(): ReactElement | null {
  const styles = useStyles();
  const { session } = useConsole();
  const phone = useMyPhone();
  const { active } = useLines();
  const isBusy = usePhoneView((view) => view.attempt !== undefined) || active !== undefined;
  if (phone === undefined) return null;
  return (
    <div className={styles.head}>
      <Face name={phone.me.name} kind="person" size={40} />
      <div className={styles.words}>
        <h1 className={styles.name}>{phone.me.name}</h1>
        <p className={styles.number}>Your number is {phone.me.number}</p>
      </div>
      <Button
        data-testid="change-person"
        icon={<PersonSwapRegular />}
        disabledFocusable={isBusy}
        title={isBusy ? 'Hang up first' : undefined}
        onClick={() => void session.signOut()}
      >
        Be somebody else
      </Button>
    </div>
  );
}
