import { Button, type ButtonProps, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FileSource } from '../ports/file-source.ts';
import { useFaultTexts } from './fault-text.ts';

/** A button that saves a file. */
export function DownloadButton({
  source,
  children,
  ...props
}: ButtonProps & { readonly source: FileSource; readonly children: ReactNode }) {
  const saving = useSaving();
  if (typeof source === 'string') {
    return (
      <Button component="a" href={source} download {...props}>
        {children}
      </Button>
    );
  }
  const save = () => {
    saving.mutate(source);
  };
  return (
    <Button loading={saving.isPending} onClick={save} {...props}>
      {children}
    </Button>
  );
}

/** An entry of a menu that saves a file. */
export function DownloadItem({
  source,
  children,
}: {
  readonly source: FileSource;
  readonly children: ReactNode;
}) {
  const saving = useSaving();
  if (typeof source === 'string') {
    return (
      <Menu.Item component="a" href={source} download>
        {children}
      </Menu.Item>
    );
  }
  return (
    <Menu.Item
      // It takes a while, and shows that by being dimmed.
      closeMenuOnClick={false}
      disabled={saving.isPending}
      onClick={() => {
        saving.mutate(source);
      }}
    >
      {children}
    </Menu.Item>
  );
}

/** Makes a file and saves it; says why where that fails. */
function useSaving() {
  const textOf = useFaultTexts();
  return useMutation({
    mutationFn: async (make: Exclude<FileSource, string>) => {
      const { name, blob } = await make();
      const link = document.createElement('a');
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      // The browser has taken it by then.
      setTimeout(() => {
        URL.revokeObjectURL(link.href);
      }, 60_000);
    },
    onError: (error) => {
      const { title, text } = textOf(error);
      notifications.show({ title, message: text, color: 'red', autoClose: false });
    },
  });
}
