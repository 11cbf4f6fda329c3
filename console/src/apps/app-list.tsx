/** All apps of the house, each a link to what it is and may do. */
import { Badge, Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import type { ReactElement } from 'react';
import type { AppState } from '../../../src/wire/live/apps.ts';
import { Face } from '../app/face.tsx';
import { followLink, Go } from '../app/navigate.tsx';
import { appsHref } from '../app/route.ts';
import { Empty, Section } from '../app/section.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: '0 -8px', padding: 0 },
  link: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '12px',
    padding: '8px',
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '1px solid Highlight' },
    },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  current: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandStroke}`,
    '@media (forced-colors: active)': { backgroundColor: 'Canvas', outline: '2px solid Highlight', outlineOffset: '-2px' },
  },
  words: { minWidth: 0, flexGrow: 1 },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px', fontWeight: tokens.fontWeightSemibold },
  detail: {
    display: 'block',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightRegular,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

type AppListProps = { readonly apps: readonly AppState[]; readonly appId: string | undefined; readonly isNew: boolean };

export function AppList({ apps, appId, isNew }: AppListProps): ReactElement {
  const styles = useStyles();
  return (
    <Section
      title="All apps"
      aside={
        <Button
          as="a"
          href="/apps/new"
          data-testid="register"
          appearance="primary"
          icon={<AddRegular />}
          aria-current={isNew ? 'page' : undefined}
          onClick={followLink}
        >
          Register a bot
        </Button>
      }
    >
      {apps.length === 0 ? (
        <Empty>No bot is known here. Register one: it can be written in any language and run anywhere that reaches this machine.</Empty>
      ) : (
        <ul className={styles.list} aria-label="Apps">
          {apps.map((app) => (
            <li key={app.appId}>
              <Go
                href={appsHref(app.appId)}
                className={mergeClasses(styles.link, app.appId === appId && styles.current)}
                isCurrent={app.appId === appId}
              >
                <Face name={app.name} kind="bot" size={36} />
                <span className={styles.words}>
                  <span className={styles.name}>
                    {app.name}
                    <Badge appearance="tint" color={app.isRegistered ? 'brand' : 'informative'}>
                      {app.isRegistered ? 'Registered' : 'Configured'}
                    </Badge>
                  </span>
                  <span className={styles.detail} title={app.webhook}>
                    {app.number === undefined ? 'No number' : `Number ${app.number}`} · {app.webhook ?? 'no web hook'}
                  </span>
                </span>
              </Go>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
