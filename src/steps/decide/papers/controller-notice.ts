export interface ControllerNotice {
  readonly schema: 'shopbell.controller-notice/1';
}
