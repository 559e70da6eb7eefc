import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconFileImport } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useFaultText } from '../../components/fault-text.ts';

/**
 * Takes in a part file that was learned elsewhere.
 *
 * @param partId - The part whose new version it becomes; null for a new part, by the file's name.
 */
export function ImportPart({ partId }: { readonly partId: string | null }) {
  const t = useTranslations('parts.import');
  const { parts } = useApi();
  const client = useQueryClient();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const mutation = useMutation({
    mutationFn: async (file: File) => {
      const id = partId ?? (await parts.create(file.name.replace(/\.part$/i, ''))).id;
      await parts.importFile(id, { name: file.name, blob: file });
      return id;
    },
    onSuccess: async (id) => {
      await client.invalidateQueries({ queryKey: keys.parts });
      notifications.show({ message: t('done') });
      await navigate({ to: '/parts/$id', params: { id } });
    },
  });
  const fault = useFaultText(mutation.error);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".part"
        hidden
        aria-label={t('action')}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = '';
          if (file !== undefined) mutation.mutate(file);
        }}
      />
      <Button
        variant="default"
        leftSection={<IconFileImport size={18} />}
        loading={mutation.isPending}
        onClick={() => input.current?.click()}
      >
        {t('action')}
      </Button>
      {mutation.isError && (
        <p role="alert">
          <strong>{fault.title}</strong> {fault.text}
        </p>
      )}
    </>
  );
}
