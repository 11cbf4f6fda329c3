/** The pieces every page is laid out with: a page's head, a titled card, and what an empty card says. */
import { makeStyles, mergeClasses, shorthands, tokens } from '@fluentui/react-components';
import { useId, type ReactElement, type ReactNode } from 'react';

const useStyles = makeStyles({
  card: {
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    padding: '16px 20px 18px',
    minWidth: 0,
    '@media (max-width: 480px)': { padding: '12px 14px 14px' },
  },
  head: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: '4px 8px', minHeight: '32px', marginBottom: '8px' },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  aside: { marginLeft: 'auto', display: 'flex', alignItems: 'center', columnGap: '8px' },
  page: {
    margin: '0 0 2px',
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
  },
  lead: { margin: '0 0 20px', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase300 },
  empty: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
});

type SectionProps = {
  readonly title: string;
  readonly children: ReactNode;
  readonly beside?: ReactNode;
  readonly aside?: ReactNode;
  readonly className?: string | undefined;
};

/** A card with a heading; `beside` stands next to the heading, `aside` at its far end. */
export function Section({ title, children, beside, aside, className }: SectionProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  return (
    <section aria-labelledby={id} className={mergeClasses(styles.card, className)}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          {title}
        </h2>
        {beside}
        {aside !== undefined && <div className={styles.aside}>{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** A page's name and the one thing that is done there. */
export function PageHead({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactElement {
  const styles = useStyles();
  return (
    <>
      <h1 className={styles.page}>{title}</h1>
      {children !== undefined && <p className={styles.lead}>{children}</p>}
    </>
  );
}

/** What stands where nothing is yet: how it fills. */
export function Empty({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className={useStyles().empty}>{children}</p>;
}
