// What TypeScript says of sources that are not on the disk. Values that are imported or computed have lost their literals ("line" is
// any string), and unknown keys are looked for in literals only: so each value to be checked is written as a source of its own.
import ts from 'typescript';

const OPTIONS = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  types: [],
};

/** The complaints about sources, given as a map from file name to text; what they import is looked for where they would lie. */
export function complaints(sources) {
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => sources.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) =>
    sources.has(name) ? ts.createSourceFile(name, sources.get(name), ...rest) : getSourceFile(name, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram([...sources.keys()], OPTIONS, host));
}

/** One of them in a line. */
export function words({ messageText }) {
  return ts.flattenDiagnosticMessageText(messageText, ' ');
}
