/** The stage: a shared screen, who speaks, or everybody, laid out for the window as it is. */
import { makeStyles } from '@fluentui/react-components';
import { useRef, useState, type ReactElement } from 'react';
import type { PhoneParticipant } from '../../../../src/wire/live/page-event.ts';
import { useMeetingView } from '../use-meeting.ts';
import { Alone } from './alone.tsx';
import { Gallery } from './gallery.tsx';
import { selfBox } from './corner.ts';
import type { Box } from './gallery-fit.ts';
import { MainView } from './main-view.tsx';
import { SelfView } from './self-view.tsx';
import { useSize } from './use-size.ts';
import { useWishes } from './use-wishes.ts';

/** `isContentOnly`: a shared screen without the strip. */
export type Layout = { readonly kind: 'gallery' | 'speaker'; readonly isContentOnly: boolean; readonly hidesMe: boolean };

const useStyles = makeStyles({
  stage: { position: 'relative', minWidth: 0, minHeight: 0, overflow: 'hidden', padding: '8px' },
  inner: { width: '100%', height: '100%', display: 'flex', alignItems: 'center', justifyContent: 'center' },
});

export function Stage({ layout }: { readonly layout: Layout }): ReactElement {
  const styles = useStyles();
  const inner = useRef<HTMLDivElement>(null);
  const area = useSize(inner);
  return (
    <section aria-label="Stage" className={styles.stage} data-testid="stage">
      <div ref={inner} className={styles.inner}>
        {area.width > 0 && <Scene layout={layout} area={area} />}
      </div>
    </section>
  );
}

function Scene({ layout, area }: { readonly layout: Layout; readonly area: Box }): ReactElement {
  const participants = useMeetingView((view) => view.participants);
  const others = participants.filter(({ isMe }) => !isMe);
  const speaker = useSpeaker(others);
  const sharer = useSharer(others);
  const corner = layout.hidesMe ? undefined : selfBox(area);
  if (sharer !== undefined) {
    const hasStrip = !layout.isContentOnly;
    return <MainView key="screen" others={others} main={sharer} of="screen" hasStrip={hasStrip} hasMe={!layout.hidesMe} area={area} />;
  }
  const me = corner === undefined ? null : <SelfView size={corner} isInCorner />;
  if (speaker === undefined) {
    return (
      <>
        <Empty />
        {me}
      </>
    );
  }
  if (layout.kind === 'speaker')
    return <MainView key="speaker" others={others} main={speaker} of="camera" hasStrip hasMe={!layout.hidesMe} area={area} />;
  return (
    <>
      <Gallery others={others} area={area} corner={corner} />
      {me}
    </>
  );
}

function Empty(): ReactElement {
  useWishes([]);
  return <Alone />;
}

/** Who spoke last, or whoever is first until somebody has. */
function useSpeaker(others: readonly PhoneParticipant[]): PhoneParticipant | undefined {
  const dominantId = useMeetingView((view) => view.dominantId);
  const [lastId, setLastId] = useState<string>();
  const now = others.find(({ participantId }) => participantId === dominantId);
  if (now !== undefined && now.participantId !== lastId) setLastId(now.participantId);
  return now ?? others.find(({ participantId }) => participantId === lastId) ?? others[0];
}

/** Who began to share last. */
function useSharer(others: readonly PhoneParticipant[]): PhoneParticipant | undefined {
  const [order, setOrder] = useState<readonly string[]>([]);
  const sharing = others.filter(({ isSharing }) => isSharing);
  const ids = sharing.map(({ participantId }) => participantId);
  const next = [...order.filter((id) => ids.includes(id)), ...ids.filter((id) => !order.includes(id))];
  if (next.join(' ') !== order.join(' ')) setOrder(next);
  return sharing.find(({ participantId }) => participantId === next.at(-1));
}
