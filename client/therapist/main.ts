document.documentElement.dataset.page = 'therapist';
