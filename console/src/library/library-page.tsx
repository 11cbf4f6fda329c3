/** The library: find a recording, see how it stands, open it. */
import { makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useCallback, type ReactElement } from 'react';
import { navigate } from '../app/navigate.tsx';
import { libraryHref, type LibraryFind } from '../app/route.ts';
import { PageHead } from '../app/section.tsx';
import { useMyPhone } from '../phone/use-lines.ts';
import { WhoPicker } from '../phone/who-picker.tsx';
import { Fold } from './about/fold.tsx';
import { RecordingList } from './recording-list.tsx';
import { useKept } from './use-kept.ts';
import { useWho } from '../phone/use-who.ts';
import { WebhooksPanel } from './webhooks-panel.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    rowGap: '16px',
    maxWidth: '1080px',
    fontVariantNumeric: 'tabular-nums',
    color: tokens.colorNeutralForeground1,
  },
});

type LibraryPageProps = { readonly as: string | undefined; readonly find: LibraryFind; readonly isHooks: boolean };

export function LibraryPage({ as, find, isHooks }: LibraryPageProps): ReactElement {
  const styles = useStyles();
  const hrefOf = useCallback((userId: string | undefined) => libraryHref({ as: userId, find, isHooks }), [find, isHooks]);
  const { who, isSettling } = useWho(as, hrefOf);
  const phone = useMyPhone();
  const kept = useKept(isSettling ? undefined : who);
  if (isSettling) return <Spinner label="Opening the library…" />;
  if (who === undefined || kept === undefined)
    return <WhoPicker question="Whose library?" onPick={(userId) => navigate(hrefOf(userId), { replace: true })} />;
  return (
    <>
      <PageHead title="Library">
        {phone === undefined ? 'Opening…' : `You are ${phone.me.name}. Find what was recorded, and hear it again.`}
      </PageHead>
      <div className={styles.columns}>
        <RecordingList kept={kept} as={who} find={find} />
        <Fold
          title="Web hooks"
          isOpen={isHooks}
          onToggle={(isOpen) => navigate(libraryHref({ as: who, find, isHooks: isOpen }), { replace: true })}
        >
          <WebhooksPanel kept={kept} as={who} />
        </Fold>
      </div>
    </>
  );
}
