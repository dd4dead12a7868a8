package io.docket.privacy.command;

/** What can be asked of the privacy context. */
sealed interface PrivacyCommand permits ErasePerson, CompleteErasure, ExportPersonalData {}
