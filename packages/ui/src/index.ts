export {
  Button,
  type ButtonProps,
  type ButtonVariant,
  buttonClassName,
  type ControlSize,
} from './actions/button.tsx'
export { CopyButton } from './actions/copy-button.tsx'
export { IconButton, type IconButtonProps } from './actions/icon-button.tsx'
export { classNames } from './class-names.ts'
export { Avatar, Badge, type Tone } from './feedback/badge.tsx'
export { Progress, Skeleton, SkeletonText, Spinner } from './feedback/progress.tsx'
export {
  Banner,
  type BannerProps,
  EmptyState,
  type EmptyStateProps,
  ErrorState,
  type ErrorStateProps,
} from './feedback/states.tsx'
export { Checkbox, type CheckedProps, Switch } from './fields/checkbox.tsx'
export { Combobox, MultiCombobox } from './fields/combobox.tsx'
export {
  DateField,
  type DateFieldProps,
  type DateRange,
  DateRangeField,
  type DateRangeFieldProps,
} from './fields/date-range-field.tsx'
export { FileDrop, type FileDropProps } from './fields/file-drop.tsx'
export { type FieldProps, FormField } from './fields/form-field.tsx'
export { NumberField, type NumberFieldProps } from './fields/number-field.tsx'
export type { Option } from './fields/option.ts'
export { RadioGroup, type RadioGroupProps } from './fields/radio-group.tsx'
export { SegmentedControl, type SegmentedControlProps } from './fields/segmented-control.tsx'
export { Select } from './fields/select.tsx'
export { TextArea, type TextAreaProps } from './fields/text-area.tsx'
export { PasswordField, SearchField, TextField, type TextFieldProps } from './fields/text-field.tsx'
export type { ComboboxProps, MultiComboboxProps } from './floating/combobox.tsx'
export { loadDeferred } from './floating/deferred.ts'
export type { DialogProps } from './floating/dialog.tsx'
export { ContextMenu, type MenuEntry, type MenuItem, type MenuProps } from './floating/menu.tsx'
export type { PopoverProps } from './floating/popover.tsx'
export type { SelectProps } from './floating/select.tsx'
export { Form, type FormProblem, type FormProps } from './forms/form.tsx'
export { type FormOptions, type FormState, useForm } from './forms/use-form.ts'
export { Card, type CardProps } from './layout/card.tsx'
export { PageBody, PageHeader, type PageHeaderProps, Toolbar } from './layout/page-header.tsx'
export { ResizablePanels, type ResizablePanelsProps } from './layout/resizable-panels.tsx'
export { Stepper } from './layout/stepper.tsx'
export { type TabItem, Tabs, type TabsProps } from './layout/tabs.tsx'
export { Tree, type TreeNode, type TreeProps } from './layout/tree.tsx'
export { ConfirmDialog, type ConfirmDialogProps } from './overlays/confirm-dialog.tsx'
export { Dialog, Drawer } from './overlays/dialog.tsx'
export { Menu } from './overlays/menu.tsx'
export { ModalBox, type ModalBoxProps } from './overlays/modal-box.tsx'
export { Popover } from './overlays/popover.tsx'
export { SidePanel, type SidePanelProps } from './overlays/side-panel.tsx'
export { closeToast, showToast, type ToastMessage } from './overlays/toast-queue.ts'
export { Tooltip, type TooltipProps } from './overlays/tooltip.tsx'
export { CellInput, type CellInputProps } from './table/cell-input.tsx'
export { placeColumns } from './table/grid-layout.ts'
export type { CellEditing, GridColumn, GridDensity, GridLayout, GridSort } from './table/grid-types.ts'
export { type SimpleColumn, SimpleTable, type SimpleTableProps } from './table/simple-table.tsx'
export { VirtualTable, type VirtualTableProps } from './table/virtual-table.tsx'
export { CodeBlock } from './text/code-block.tsx'
export { type Description, DescriptionList } from './text/description-list.tsx'
export { KeyboardShortcut } from './text/keyboard-shortcut.tsx'
export { UiProvider } from './ui-provider.tsx'
export { type UiWords, UiWordsProvider, useUiWords } from './words.tsx'
