/** The images of a release, by digest. */
import { Table } from '@mantine/core';
import type { Release } from '../../../shared/domain/release.ts';
import { Copyable, DigestName } from '../../components/Copyable.tsx';
import { Foreign } from '../../components/Foreign.tsx';
import { bytes } from '../../text/count.ts';
import { inert, shorten } from '../../text/inert.ts';
import classes from './ReleasePage.module.css';
import { words } from './words.ts';

export function Artifacts({ release }: { readonly release: Release }) {
  return (
    <section className={classes.section}>
      <h2>{words.artifacts}</h2>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {Object.values(words.head).map((title) => (
              <Table.Th key={title}>{title}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {release.artifacts.map((artifact) => (
            <Table.Tr key={artifact.service}>
              <Table.Td>
                <Foreign text={artifact.service} most={30} />
              </Table.Td>
              <Table.Td>
                <DigestName digest={artifact.digest} />
              </Table.Td>
              <Table.Td>
                <Copyable value={artifact.reference} what="reference">
                  {shorten(inert(artifact.reference), 40)}
                </Copyable>
              </Table.Td>
              <Table.Td>{artifact.sizeBytes === null ? '' : bytes(artifact.sizeBytes)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
