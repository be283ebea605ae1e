import { CommandPalette } from './command-palette.tsx'
import { usePaletteKey } from './use-palette-key.ts'

/** The command palette for a screen without the shell's top bar. */
export function PaletteOnKey() {
  const [open, setOpen] = usePaletteKey()
  return <CommandPalette open={open} onOpenChange={setOpen} />
}
