import { Button, Modal, Table } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { TableFrame } from '../../components/table-frame.tsx';
import type { PartVersion } from '../../ports/parts-api.ts';
import { useVersionFacts } from './version-facts.ts';
import classes from './version-compare.module.css';

/** Lays a version beside the one that judges. */
export function VersionCompare({
  version,
  active,
}: {
  readonly version: PartVersion;
  readonly active: PartVersion;
}) {
  const t = useTranslations('part.compare');
  const actions = useTranslations('actions');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconArrowsDiff size={16} />}
        onClick={() => {
          setOpen(true);
        }}
      >
        {t('action', { number: active.number })}
      </Button>
      <Modal
        opened={isOpen}
        size="xl"
        title={t('title', { number: version.number, active: active.number })}
        closeButtonProps={{ 'aria-label': actions('close') }}
        onClose={() => {
          setOpen(false);
        }}
      >
        <CompareTable versions={[active, version]} />
      </Modal>
    </>
  );
}

function CompareTable({ versions }: { readonly versions: readonly PartVersion[] }) {
  const t = useTranslations('part.compare');
  const title = useTranslations('part.version');
  const wordsOf = useWords();
  const columns = versions.map(wordsOf);
  const [first = {}] = columns;
  return (
    <TableFrame>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('what')}</Table.Th>
            {versions.map(({ number }) => (
              <Table.Th key={number}>{title('title', { number })}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {TERMS.map((term) => (
            <Table.Tr
              key={term}
              className={classes.row}
              data-differs={columns.some((one) => one[term] !== first[term]) || undefined}
            >
              <Table.Th scope="row">{t(`terms.${term}`)}</Table.Th>
              {columns.map((one, i) => (
                <Table.Td key={versions[i]?.number}>{one[term] ?? '–'}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

const TERMS = [
  'made',
  'samples',
  'pose',
  'preset',
  'look',
  'light',
  'place',
  'models',
  'threshold',
  'bound',
  'confirmed',
  'note',
] as const;

/** What a version is, term by term, in words. */
function useWords(): (
  version: PartVersion,
) => Partial<Record<(typeof TERMS)[number], string | null>> {
  const factsOf = useVersionFacts();
  const t = useTranslations('part.compare');
  const format = useFormatter();
  return (version) => {
    const { created, by, pose, preset, look, light, place, models, note } = factsOf(version);
    const { threshold, provisional, falseRejectBound } = version.claim;
    const percent = { style: 'percent', maximumSignificantDigits: 2 } as const;
    return {
      made: by === null ? created : `${created}, ${by}`,
      samples: version.pictures.map(({ name }) => name).join(', '),
      pose,
      preset,
      look,
      light,
      place,
      models,
      threshold:
        threshold === null ? null : format.number(threshold, { maximumSignificantDigits: 4 }),
      bound: t(provisional ? 'provisional' : 'held', {
        bound: format.number(falseRejectBound, percent),
      }),
      confirmed: format.number(version.confirmed.length),
      note,
    };
  };
}
