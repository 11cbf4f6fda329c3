/** A "Call" button that opens the phone with a number in it. */
import { Button, makeStyles } from '@fluentui/react-components';
import { CallRegular } from '@fluentui/react-icons/svg/call';
import type { ReactElement } from 'react';
import { followLink } from '../app/navigate.tsx';
import { phoneHref } from '../app/route.ts';

type CallLinkProps = { readonly name: string; readonly number: string; readonly isMain?: boolean };

const useStyles = makeStyles({ button: { flexShrink: 0, '@media (max-width: 480px)': { minWidth: 'auto' } } });

export function CallLink({ name, number, isMain = false }: CallLinkProps): ReactElement {
  return (
    <Button
      as="a"
      className={useStyles().button}
      href={phoneHref({ dial: number })}
      appearance={isMain ? 'primary' : 'secondary'}
      icon={<CallRegular />}
      aria-label={`Call ${name}`}
      onClick={followLink}
    >
      Call
    </Button>
  );
}
