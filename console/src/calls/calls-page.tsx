/** Calls: the list with search, and beside it the call that is looked into. */
import { makeStyles, mergeClasses } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { LadderPlace } from '../app/route.ts';
import { PageHead } from '../app/section.tsx';
import { CallList } from './call-list.tsx';
import { Inspector } from './inspector.tsx';

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gap: '16px',
    alignItems: 'start',
    gridTemplateColumns: 'minmax(280px, 340px) minmax(0, 1fr)',
    '@media (max-width: 980px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  alone: { gridTemplateColumns: 'minmax(0, 760px)' },
  list: { minWidth: 0, '@media (min-width: 981px)': { position: 'sticky', top: '20px' } },
  // In a narrow window a call that is looked into takes the whole page.
  unseen: {
    '@media (max-width: 980px)': { position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  },
  aside: { '@media (max-width: 980px)': { display: 'none' } },
});

type CallsPageProps = { readonly find: string; readonly callId: string | undefined; readonly place: LadderPlace };

export function CallsPage({ find, callId, place }: CallsPageProps): ReactElement {
  const styles = useStyles();
  return (
    <>
      <div className={mergeClasses(callId !== undefined && styles.unseen)}>
        <PageHead title="Calls">Find out what happened: open a call to read every message in it.</PageHead>
      </div>
      <div className={mergeClasses(styles.columns, callId === undefined && styles.alone)}>
        <div className={mergeClasses(styles.list, callId !== undefined && styles.aside)}>
          <CallList find={find} callId={callId} />
        </div>
        {callId !== undefined && <Inspector key={callId} callId={callId} place={place} find={find} />}
      </div>
    </>
  );
}
