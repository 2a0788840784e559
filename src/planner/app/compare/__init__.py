"""比較: scenarios side by side in a window that stays beside the main one."""
