/** Permissions as boxes to be ticked, each with what it allows in words; those that few bots need are folded away. */
import { Button, Checkbox, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { useId, useState, type ReactElement } from 'react';
import type { Apps } from '../../../src/wire/live/apps.ts';
import { count } from '../app/words.ts';
import { permissionWords } from './permission-words.ts';

const useStyles = makeStyles({
  boxes: { display: 'grid', rowGap: '2px', margin: 0, padding: 0, ...shorthands.borderStyle('none'), minWidth: 0 },
  legend: { padding: 0, marginBottom: '4px', fontWeight: tokens.fontWeightSemibold },
  row: { display: 'grid' },
  name: { overflowWrap: 'anywhere' },
  says: {
    margin: '-6px 0 4px 36px',
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
  more: { justifySelf: 'start', marginLeft: '-4px', color: tokens.colorBrandForegroundLink },
});

type PermissionBoxesProps = {
  readonly legend: string;
  readonly permissions: Apps['permissions'];
  readonly granted: readonly string[];
  readonly isFixed?: boolean;
  readonly onChange: (name: string, isGranted: boolean) => void;
};

export function PermissionBoxes({ legend, permissions, granted, isFixed = false, onChange }: PermissionBoxesProps): ReactElement {
  const styles = useStyles();
  const [isWhole, setWhole] = useState(false);
  // What was granted in another time and is not known any more is shown as well.
  const unknown = granted.filter((name) => permissions.every((each) => each.name !== name)).map((name) => ({ name, isUsual: false }));
  const all = [...permissions, ...unknown].toSorted((a, b) => Number(b.isUsual) - Number(a.isUsual));
  const first = all.filter(({ name, isUsual }) => isUsual || granted.includes(name));
  const rest = all.filter((each) => !first.includes(each));
  return (
    <fieldset className={styles.boxes}>
      <legend className={styles.legend}>{legend}</legend>
      {[...first, ...(isWhole ? rest : [])].map(({ name }) => (
        <Box key={name} name={name} isGranted={granted.includes(name)} isFixed={isFixed} onChange={onChange} />
      ))}
      {rest.length > 0 && (
        <Button className={styles.more} appearance="transparent" size="small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `${count(rest.length, 'more permission')} that few bots need`}
        </Button>
      )}
    </fieldset>
  );
}

type BoxProps = {
  readonly name: string;
  readonly isGranted: boolean;
  readonly isFixed: boolean;
  readonly onChange: (name: string, isGranted: boolean) => void;
};

function Box({ name, isGranted, isFixed, onChange }: BoxProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  const says = permissionWords(name);
  return (
    <div className={styles.row}>
      <Checkbox
        checked={isGranted}
        disabled={isFixed}
        label={{ className: styles.name, children: name }}
        aria-describedby={says === undefined ? undefined : id}
        onChange={(_, { checked }) => onChange(name, checked === true)}
      />
      {says !== undefined && (
        <p id={id} className={styles.says}>
          {says}
        </p>
      )}
    </div>
  );
}
