/** The bar of pages: at the left as in Teams, at the foot of a narrow window. */
import { CounterBadge, makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import { AppsFilled, AppsRegular } from '@fluentui/react-icons/svg/apps';
import { DialpadFilled, DialpadRegular } from '@fluentui/react-icons/svg/dialpad';
import { HistoryFilled, HistoryRegular } from '@fluentui/react-icons/svg/history';
import { HomeFilled, HomeRegular } from '@fluentui/react-icons/svg/home';
import { LibraryFilled, LibraryRegular } from '@fluentui/react-icons/svg/library';
import { MeetNowFilled, MeetNowRegular } from '@fluentui/react-icons/svg/meet-now';
import type { ReactElement } from 'react';
import { useHouse } from '../live/console-context.tsx';
import { count } from './words.ts';
import { Go } from './navigate.tsx';
import type { Route } from './route.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    rowGap: '4px',
    width: '72px',
    padding: '8px 4px',
    backgroundColor: tokens.colorNeutralBackground4,
    ...shorthands.borderRight('1px', 'solid', tokens.colorNeutralStroke2),
    position: 'sticky',
    top: 0,
    height: '100dvh',
    '@media (max-width: 640px)': {
      flexDirection: 'row',
      justifyContent: 'space-around',
      position: 'fixed',
      top: 'auto',
      bottom: 0,
      left: 0,
      right: 0,
      width: 'auto',
      height: '60px',
      padding: '4px',
      borderRight: 'none',
      ...shorthands.borderTop('1px', 'solid', tokens.colorNeutralStroke2),
      zIndex: 10,
    },
  },
  apart: {
    '@media (max-width: 640px)': { display: 'none' },
    ':root:fullscreen &': { display: 'none' },
  },
  mark: {
    width: '34px',
    height: '34px',
    margin: '4px 0 10px',
    '@media (max-width: 640px)': { display: 'none' },
  },
  item: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    rowGap: '2px',
    width: '64px',
    height: '56px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground2,
    textDecorationLine: 'none',
    fontSize: tokens.fontSizeBase200,
    '& svg': { width: '24px', height: '24px' },
    ':hover': {
      color: tokens.colorNeutralForeground1,
      backgroundColor: tokens.colorNeutralBackground1Hover,
      '@media (forced-colors: active)': { backgroundColor: 'Canvas' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
    '@media (max-width: 640px)': { height: '52px', width: '60px', minWidth: 0, flexShrink: 1 },
  },
  current: {
    color: tokens.colorCompoundBrandForeground1,
    fontWeight: tokens.fontWeightSemibold,
    '::before': {
      content: '""',
      position: 'absolute',
      left: '-4px',
      top: '10px',
      bottom: '10px',
      width: '3px',
      borderRadius: '2px',
      backgroundColor: tokens.colorCompoundBrandStroke,
      '@media (max-width: 640px)': { left: '24px', right: '24px', top: '-4px', bottom: 'auto', width: 'auto', height: '3px' },
      '@media (forced-colors: active)': { backgroundColor: 'Highlight' },
    },
  },
  unread: { position: 'absolute', top: '4px', right: '10px' },
});

const places = [
  { page: 'home', href: '/', name: 'Home', icon: <HomeRegular />, iconCurrent: <HomeFilled /> },
  { page: 'phone', href: '/phone', name: 'Phone', icon: <DialpadRegular />, iconCurrent: <DialpadFilled /> },
  { page: 'meetings', href: '/meet', name: 'Meetings', icon: <MeetNowRegular />, iconCurrent: <MeetNowFilled /> },
  { page: 'calls', href: '/calls', name: 'Calls', icon: <HistoryRegular />, iconCurrent: <HistoryFilled /> },
  { page: 'library', href: '/library', name: 'Library', icon: <LibraryRegular />, iconCurrent: <LibraryFilled /> },
  { page: 'apps', href: '/apps', name: 'Apps', icon: <AppsRegular />, iconCurrent: <AppsFilled /> },
] as const;

type NavigationProps = {
  readonly page: Route['page'];
  /** A meeting wants a narrow window, and a whole screen, for itself. */
  readonly isInMeeting: boolean;
};

export function Navigation({ page, isInMeeting }: NavigationProps): ReactElement {
  const styles = useStyles();
  const unread = useHouse(({ phone, voicemail }) => (phone === undefined ? 0 : (voicemail?.filter(({ isHeard }) => !isHeard).length ?? 0)));
  return (
    <nav aria-label="Pages" className={mergeClasses(styles.bar, isInMeeting && styles.apart)}>
      <img src="/favicon.svg" alt="Rollcall" className={styles.mark} />
      {places.map(({ page: name, href, name: label, icon, iconCurrent }) => {
        const isCurrent = page === name || (page === 'meeting' && name === 'meetings') || (page === 'recording' && name === 'library');
        const isUnread = name === 'phone' && unread > 0;
        return (
          <Go key={href} href={href} isCurrent={isCurrent} className={mergeClasses(styles.item, isCurrent && styles.current)}>
            {isCurrent ? iconCurrent : icon}
            <span>{label}</span>
            {isUnread && <span className="sr-only">{count(unread, 'new voicemail message')}</span>}
            {isUnread && <CounterBadge aria-hidden className={styles.unread} count={unread} size="small" color="danger" />}
          </Go>
        );
      })}
    </nav>
  );
}
