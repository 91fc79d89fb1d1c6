/** Packages of Python from their registry, when that can be reached. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { ROOT } from '../harness.mjs';

/** A Python that has the package, in a folder of its own, or the reason why there is none. */
export function pythonWith(name, version) {
  const folder = path.join(ROOT, '.cache', `${name}-python-${version}`);
  const python = path.join(folder, 'bin', 'python');
  const works = () => spawnSync(python, ['-c', `import ${name}`]).status === 0;
  if (fs.existsSync(python) && works()) return { python };
  fs.rmSync(folder, { recursive: true, force: true });
  for (const command of [['python3', '-m', 'venv', folder], [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--retries', '1', `${name}==${version}`]]) {
    const run = spawnSync(command[0], command.slice(1), { encoding: 'utf8', timeout: 600_000 });
    if (run.status !== 0) {
      fs.rmSync(folder, { recursive: true, force: true });
      return { reason: `${command.join(' ')}: ${(run.stderr || run.error?.message || 'failed').trim().split('\n').pop()}` };
    }
  }
  return works() ? { python } : { reason: 'the installed package cannot be imported' };
}
